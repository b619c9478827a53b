import json, os, signal, subprocess, sys, threading, time

# A plugin of the kind 'calc' for tests: each call runs on a thread of its own. What it is to do is in its configuration, or in the call.
lock, state = threading.Lock(), {"setup": {}, "setup_meta": {}, "calls": 0, "health": ("healthy", None), "cancelled": []}
NAMES = os.environ.get("TOOLS", "calc.py.add calc.py.do calc.py.facts dagstack.setup dagstack.teardown dagstack.health").split()


def send(message):
    with lock:
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        sys.stdout.flush()


def text_and(value):
    return {"content": [{"type": "text", "text": json.dumps(value)}], "structuredContent": value}


def error(message, **more):
    result = {"content": [{"type": "text", "text": message}], "isError": True}
    if more:
        result["_meta"] = {"dev.dagstack/error": {"message": message, **more}}
    return result


def do(what, params):
    verb, _, rest = what.partition(":")
    if verb == "die":
        sys.stderr.write("the last words\n")
        sys.stderr.flush()
        os._exit(int(rest or 3))
    if verb == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if verb == "orphan":
        subprocess.Popen(["sleep", "300"])
        os._exit(4)
    if verb == "close":
        os.close(1)
        time.sleep(300)
    if verb == "sleep":
        time.sleep(float(rest))
        return "slept"
    if verb == "fail":
        return error(rest, type="ValueError", code="E42", data={"at": 7})
    if verb == "fault":
        return error(rest)
    if verb == "env":
        return json.dumps(dict(os.environ))
    if verb == "health":
        state["health"] = tuple(rest.split(",", 1)) if "," in rest else (rest, None)
    if verb == "save":
        send({"method": "dagstack/checkpoint", "params": {"key": "at", "value": {"page": int(rest)}}})
    if verb == "log":
        send({"method": "notifications/message", "params": {"level": "warning", "logger": "own", "data": rest}})
        sys.stderr.write(rest + "\n")
        sys.stderr.flush()
    if verb == "progress":
        send({"method": "notifications/progress", "params": {"progressToken": params["_meta"]["progressToken"], "progress": 1, "total": 4, "message": rest}})
    if verb == "wrong":
        return {"content": [], "structuredContent": {"result": {"a": 1}}}
    if verb == "nothing":
        return {"content": []}
    if verb == "text":
        return {"content": [{"type": "text", "text": rest}]}
    return what


def call(params):
    state["calls"] += 1
    name, args = params["name"], params.get("arguments", {})
    if name == "dagstack.setup":
        state["setup"], state["setup_meta"] = args, params.get("_meta", {})
        mode = args["config"].get("setup") or ""
        state["health"] = (args["config"].get("health") or "healthy", None)
        if args["config"].get("save"):
            do("save:" + args["config"]["save"], params)
        if mode == "waits":
            open("began", "w").close()
            while not os.path.exists("go"):
                time.sleep(0.01)
        if mode == "fails":
            return error("it has no paper")
        if mode == "dies":
            do("die:5", params)
        if mode == "hangs":
            time.sleep(300)
        return text_and({})
    if name == "dagstack.teardown":
        mode = state["setup"].get("config", {}).get("teardown") or ""
        if mode == "hangs":
            time.sleep(300)
        if os.environ.get("TEARDOWN_FILE"):
            with open(os.environ["TEARDOWN_FILE"], "a") as file:
                file.write("torn down\n")
        return text_and({"released": mode != "keeps"})
    if name == "dagstack.health":
        status, reason = state["health"]
        if status == "silent":
            sys.stderr.write("asked and silent\n")
            sys.stderr.flush()
            time.sleep(300)
        return text_and({"status": status, "reason": reason})
    if name.endswith(".add"):
        return text_and({"result": args["left"] + args["right"]})
    if name.endswith(".do"):
        answer = do(args["what"], params)
        return text_and({"result": answer}) if isinstance(answer, str) else answer
    meta = {"call": {k: v for k, v in params.get("_meta", {}).items() if k != "progressToken"}, "setup": state["setup_meta"], "cancelled": state["cancelled"]}
    return text_and({"process": os.getpid(), "setup": json.dumps(state["setup"]), "meta": json.dumps(meta), "calls": state["calls"]})


def answer(message):
    method, params = message["method"], message.get("params", {})
    if method == "initialize":
        result = {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}, "logging": {}}, "serverInfo": {"name": "py", "version": "1"}}
    elif method == "tools/list":
        result = {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in NAMES]}
    elif method == "tools/call":
        result = call(params) if params["name"] in NAMES else None
        if result is None:
            return send({"id": message["id"], "error": {"code": -32602, "message": "Unknown tool: " + params["name"]}})
    elif method in ("ping", "logging/setLevel"):
        result = {}
    else:
        return send({"id": message["id"], "error": {"code": -32601, "message": "Method not found"}})
    send({"id": message["id"], "result": result})


if os.environ.get("STUBBORN"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
for line in sys.stdin:
    received = json.loads(line)
    if "id" in received:
        threading.Thread(target=answer, args=(received,), daemon=True).start()
    elif received["method"] == "notifications/cancelled":
        state["cancelled"].append(received["params"]["requestId"])
while os.environ.get("STUBBORN"):
    time.sleep(1)
