import json, os, sys, threading

# A server of tools for tests, in both eras and in several ways to name what it has. It knows nothing of its host but that.
ERA, STYLE, PLUGIN = os.environ.get("ERA", "initialize"), os.environ.get("STYLE", "foreign"), os.environ.get("PLUGIN", "py")
lock, waiting, listeners = threading.Lock(), {}, []
TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": False}
NONE = {"type": "object", "properties": {}}
tools = {name: NONE for name in ("grow", "shrink", "task", "listed")} | {name: TEXT for name in ("say", "fail", "refuse", "retype", "ask", "raw")}
counts = {"listed": 0}


def send(message):
    with lock:
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        sys.stdout.flush()


def text_of(text, **more):
    return {"content": [{"type": "text", "text": text}], **more}


def changed():
    method = "notifications/tools/list_changed"
    if ERA == "initialize":
        send({"method": method})
    for id in listeners:
        send({"method": method, "params": {"_meta": {"io.modelcontextprotocol/subscriptionId": id}}})


def ask(method):
    """Asks the client, and waits for its answer."""
    if ERA != "initialize":
        return {"resultType": "input_required", "inputRequests": {"one": {"method": method, "params": {}}}, "requestState": "s"}
    answered = waiting[f"s-{method}"] = threading.Event()
    send({"id": f"s-{method}", "method": method, "params": {"messages": [], "maxTokens": 1, "message": "?", "requestedSchema": NONE}})
    answered.wait(30)
    return text_of("asked, and heard: " + json.dumps(answered.answer.get("error", answered.answer.get("result"))), isError="error" in answered.answer)


def call(function, args):
    if function == "grow":
        tools["grown"] = TEXT
        changed()
    if function == "shrink":
        tools.pop("grown", None)
        changed()
    if function == "retype":
        tools["say"] = {"type": "object", "properties": {args["text"]: {"type": "integer"}}, "required": [args["text"]]}
        changed()
    if function == "ask":
        return ask(args["text"])
    if function == "task":
        return {"task": {"taskId": "t", "status": "working"}}
    if function == "fail":
        return text_of(args["text"], isError=True)
    if function == "raw":
        return json.loads(args["text"])
    if function == "listed":
        return text_of(str(counts["listed"]), structuredContent={"times": counts["listed"]})
    return text_of(json.dumps([function, args]), structuredContent={"function": function, "args": args})


def listed():
    execute = f"tool.{PLUGIN}.execute"
    if STYLE == "foreign":
        return [{"name": name, "description": f"Does {name}.", "inputSchema": schema} for name, schema in tools.items()]
    if STYLE == "native":
        return [{"name": f"{execute}.{name}", "inputSchema": schema} for name, schema in tools.items()]
    if STYLE == "meta":
        return [{"name": f"{PLUGIN}_{name}", "inputSchema": schema, "_meta": {"dev.dagstack/name": f"{execute}.{name}"}} for name, schema in tools.items()]
    schema = {"type": "object", "properties": {"function": {"type": "string"}, "args": {"type": "object"}}, "required": ["function"]}
    if STYLE == "choices":
        schema["properties"]["function"]["enum"] = list(tools)
        return [{"name": execute, "inputSchema": schema}]
    return [{"name": execute, "inputSchema": schema}, {"name": f"tool.{PLUGIN}.get_schema", "inputSchema": NONE}]


def call_tool(id, name, args):
    execute = f"tool.{PLUGIN}.execute"
    if name not in [tool["name"] for tool in listed()]:
        return send({"id": id, "error": {"code": -32602, "message": "Unknown tool: " + name}})
    if name == f"tool.{PLUGIN}.get_schema":
        answer = [{"name": function, "description": "", "parameters": schema} for function, schema in tools.items()]
        return send({"id": id, "result": text_of(json.dumps(answer), structuredContent={"result": answer})})
    if name == execute:
        name, args = args["function"], args.get("args", {})
    function = name.removeprefix(execute + ".").removeprefix(f"{PLUGIN}_")
    if function == "refuse":
        return send({"id": id, "error": {"code": -32602, "message": args["text"]}})
    result = call(function, args)
    if STYLE != "foreign" and "structuredContent" in result and function != "raw":
        result = text_of(json.dumps({"result": result["structuredContent"]}), structuredContent={"result": result["structuredContent"]})
    send({"id": id, "result": result})


def answer(message):
    method, params, id = message["method"], message.get("params", {}), message["id"]
    capabilities = {"tools": {"listChanged": True}}
    if method == "initialize" and ERA == "initialize":
        send({"id": id, "result": {"protocolVersion": params["protocolVersion"], "capabilities": capabilities, "serverInfo": {"name": "py", "version": "1"}}})
    elif method == "server/discover" and ERA == "discovery":
        send({"id": id, "result": {"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": capabilities, "ttlMs": 0, "cacheScope": "private"}})
    elif method == "subscriptions/listen" and ERA == "discovery":
        listeners.append(id)
        send({"method": "notifications/subscriptions/acknowledged", "params": {"notifications": {"toolsListChanged": True}}})
    elif method == "tools/list":
        counts["listed"] += 1
        send({"id": id, "result": {"tools": listed()}})
        if os.environ.get("NOISY"):
            changed()
    elif method == "tools/call":
        call_tool(id, params["name"], params.get("arguments", {}))
    elif method == "ping" and ERA == "initialize":
        send({"id": id, "result": {}})
    else:
        send({"id": id, "error": {"code": -32601, "message": "Method not found"}})


for line in sys.stdin:
    received = json.loads(line)
    if "method" not in received:
        asked = waiting.get(received["id"])
        asked.answer = received
        asked.set()
    elif "id" in received:
        threading.Thread(target=answer, args=(received,), daemon=True).start()
