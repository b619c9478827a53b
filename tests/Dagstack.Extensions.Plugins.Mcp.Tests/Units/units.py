import json, os, signal, sys, threading, time

# A plugin of the kind 'job' for tests. Its call makes steps, each of which it saves for its unit of work, and reports.
lock, cancelled, started = threading.Lock(), set(), {}


def send(message):
    with lock:
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        sys.stdout.flush()


def save(value, unit):
    params = {"key": "step", "value": value}
    if unit is not None:
        params["unit_id"] = unit
    send({"method": "dagstack/checkpoint", "params": params})


def run(id, args, meta):
    unit = meta.get("dev.dagstack/metadata", {}).get("unit_id")
    if unit in started:
        started[unit].set()
    done = meta.get("dev.dagstack/checkpoint", {}).get("step", {}).get("value", 0)
    for step in range(done + 1, args["steps"] + 1):
        save(step, args.get("as_unit") or unit)
        if "progressToken" in meta:
            send({"method": "notifications/progress", "params": {"progressToken": meta["progressToken"], "progress": step, "total": args["steps"], "message": "step %d" % step}})
        if done == 0 and args.get("after") == step:
            if args["then"] == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if args["then"] == "meet":
                # Until the other one is here too.
                mine, other = threading.Event(), args["with"]
                with lock:
                    started.setdefault(unit, mine).set()
                    event = started.setdefault(other, threading.Event())
                event.wait(30)
            while args["then"] == "hold" and id not in cancelled:
                time.sleep(0.01)
            if id in cancelled:
                sys.stderr.write("cancelled %s\n" % unit)
                sys.stderr.flush()
                return None
    return {"from": done, "unit": unit, "told": meta.get("dev.dagstack/unit")}


def answer(message):
    method, params = message["method"], message.get("params", {})
    if method == "initialize":
        result = {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "py", "version": "1"}}
    elif method == "tools/list":
        result = {"tools": [{"name": "job.py.run", "inputSchema": {"type": "object"}}]}
    elif method == "tools/call":
        value = run(message["id"], params["arguments"], params.get("_meta", {}))
        if value is None:
            return
        result = {"content": [], "structuredContent": {"result": json.dumps(value)}}
    elif method == "ping":
        result = {}
    else:
        return send({"id": message["id"], "error": {"code": -32601, "message": "Method not found"}})
    send({"id": message["id"], "result": result})


for line in sys.stdin:
    received = json.loads(line)
    if "id" in received:
        threading.Thread(target=answer, args=(received,), daemon=True).start()
    elif received["method"] == "notifications/cancelled":
        cancelled.add(received["params"]["requestId"])
