import json, os, sys

# A plugin of the kind 'calc' that tells what it should not, by every way there is: MODE says how it starts, a call of 'do' what it tells.
SECRET, MODE, UNREAD = os.environ.get("SERVICE_PASSWORD", ""), os.environ.get("MODE", ""), False
TOOLS = "calc.py.add calc.py.do calc.py.facts dagstack.setup dagstack.teardown dagstack.health".split()


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def text(said, **more):
    return {"content": [{"type": "text", "text": said}], **more}


def error(said, **more):
    return text(said, isError=True, **more)


def value(said):
    return text(json.dumps(said), structuredContent=said)


def rpc(code, said):
    return {"error": {"code": code, "message": said, "data": {"at": said, said: [said]}}}


def do(what, request):
    global UNREAD
    verb, _, said = what.partition(":")
    said = json.loads(said) if said else SECRET
    if verb == "rpc":
        return rpc(-32000, said)
    if verb == "params":
        return rpc(-32602, said)
    if verb == "tool":
        return {"result": error(said)}
    if verb == "typed":
        return {"result": error("x", _meta={"dev.dagstack/error": {"message": said, "type": said, "code": said, "data": {"at": said, said: [said]}}})}
    if verb == "task":
        return {"result": {"resultType": said}}
    if verb == "nothing":
        return {"result": {"content": [], "more": said}}
    if verb == "text":
        return {"result": text(said)}
    if verb == "checkpoint":
        send({"method": "dagstack/checkpoint", "params": {"value": said}})
    if verb == "log":
        send({"method": "notifications/message", "params": {"level": "warning", "data": said}})
    if verb == "progress":
        send({"method": "notifications/progress", "params": {"progressToken": request["params"]["_meta"]["progressToken"], "progress": 1, "total": 4, "message": said}})
    if verb == "stray":
        print(said, flush=True)
    if verb == "stderr":
        print(said, file=sys.stderr, flush=True)
    if verb == "die":
        sys.stderr.write(said)
        sys.stderr.flush()
        os._exit(3)
    if verb == "unread":
        UNREAD = said
        send({"method": "notifications/tools/list_changed"})
    return {"result": value({"result": "done"})}


def answer(request):
    method, params = request["method"], request.get("params", {})
    if method == "initialize":
        if MODE == "greeting":
            return rpc(-32001, SECRET)
        return {"result": {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {"listChanged": True}, "logging": {}}, "serverInfo": {"name": "py", "version": "1"}}}
    if method == "tools/list":
        if UNREAD:
            return rpc(-32002, UNREAD)
        names = [SECRET] if MODE == "tools" else TOOLS
        return {"result": {"tools": [{"name": name, "inputSchema": {"type": "object", "title": "cut \ud83d" if MODE == "half" else "x"}, "description": "cut \ud83d" if MODE == "half" else "x"} for name in names]}}
    if method == "tools/call" and params["name"] == "dagstack.setup":
        return rpc(-32003, SECRET) if MODE == "setup-rpc" else {"result": error(SECRET) if MODE == "setup" else value({})}
    if method == "tools/call" and params["name"] == "dagstack.health":
        return {"result": error(SECRET) if MODE == "health-error" else value({"status": MODE == "health" and "unhealthy" or MODE == "health-status" and SECRET or "healthy", "reason": MODE == "half" and "cut \ud83d" or SECRET})}
    if method == "tools/call" and params["name"] == "dagstack.teardown":
        return {"result": error(SECRET) if MODE == "teardown" else value({})}
    if method == "tools/call":
        return do(params["arguments"]["what"], request)
    if method in ("ping", "logging/setLevel"):
        return {"result": {}}
    return {"error": {"code": -32601, "message": "Method not found"}}


for line in sys.stdin:
    received = json.loads(line)
    if "id" in received:
        send({"id": received["id"], **answer(received)})
