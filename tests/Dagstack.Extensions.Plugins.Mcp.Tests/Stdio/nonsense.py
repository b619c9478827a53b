import json, os, sys, threading, time

# A plugin of the kind 'calc' that keeps to nothing: what it does when it is greeted and listed is its argument, what it does to a call is in the call.
mode = sys.argv[1] if len(sys.argv) > 1 else ""
changes = [0]
NAMES = ["calc.py.add", "calc.py.do", "calc.py.facts"]
MIB = 1024 * 1024


def raw(data, to=sys.stdout.buffer):
    to.write(data if isinstance(data, bytes) else data.encode())
    to.flush()


def send(**message):
    raw(json.dumps({"jsonrpc": "2.0", **message}) + "\n")


def good(value="fine"):
    return {"content": [], "structuredContent": {"result": value}}


def tool(name):
    return {"name": name, "inputSchema": {"type": "object"}}


def flood(to, line):
    def run():
        while True:
            raw(line, to)

    threading.Thread(target=run, daemon=True).start()


def do(id, what):
    head = '{"jsonrpc":"2.0","id":' + json.dumps(id) + ',"result":'
    fine = lambda: send(id=id, result=good())
    if what == "stray":
        raw("loading\n{}\n[1]\n\n\x1b[31mred\n")
        fine()
    elif what == "before":
        raw('loading {"a":1} ')
        fine()
    elif what == "unended":
        raw(head + json.dumps(good("too late")) + "}")
    elif what == "never":
        pass
    elif what == "half":
        raw(head.encode() + b'{"content":[],"structuredContent":{"result":"\xc3"}}}\n')
    elif what == "pieces":
        for byte in (head + json.dumps(good("\u00fc"), ensure_ascii=False) + "}\n").encode():
            raw(bytes([byte]))
    elif what == "huge":
        raw(head + '{"content":[],"structuredContent":{"result":"')
        for _ in range(65):
            raw(b"x" * MIB)
        raw('"}}}\n')
    elif what == "endless":
        for _ in range(400):
            raw(b"{" * MIB)
        raw("\n")
    elif what == "another":
        send(id="nope", result=good())
    elif what == "number":
        send(id=1, result=good())
    elif what == "twice":
        fine()
        send(id=id, result=good("second"))
    elif what == "unasked":
        for other in (17, "d-0", "nope"):
            send(id=other, result=good("another"))
        send(id="nope", error={"code": 1, "message": "m"})
        fine()
    elif what == "deep":
        raw(head + "[" * 100_000 + "]" * 100_000 + "}\n")
    elif what == "null":
        send(id=None, error={"code": -32700, "message": "Parse error"})
    elif what == "absent":
        send(error={"code": -32700, "message": "Parse error"})
    elif what == "data":
        send(id=id, error={"code": -32000, "message": "no", "data": {"all": "x" * 20 * MIB}})
    elif what == "meta":
        send(id=id, result={"isError": True, "content": [], "_meta": {"dev.dagstack/error": {"message": "no", "type": "T", "code": "C", "data": ["x" * 20 * MIB]}}})
    elif what == "asks":
        for number in range(2_000):
            send(id=number, method="sampling/createMessage", params={})
        fine()
    elif what == "tells":
        for method in ("notifications/progress", "notifications/message", "dagstack/checkpoint", "notifications/cancelled", "no/such"):
            for params in ({}, [1], "text", None, {"progressToken": id, "progress": "far", "key": 5, "data": {"\ud800": "\ud800"}, "level": 7}):
                send(method=method, params=params)
        fine()
    elif what == "log":
        send(method="notifications/message", params={"level": "warning", "data": "y" * 10 * MIB})
        fine()
    elif what.startswith("answer:"):
        raw(head + what[len("answer:"):] + "}\n")
    elif what.startswith("error:"):
        raw('{"jsonrpc":"2.0","id":' + json.dumps(id) + ',"error":' + what[len("error:"):] + "}\n")
    elif what == "stderr":
        flood(sys.stderr.buffer, b"e" * 64 * 1024)
        fine()
    elif what == "lines":
        flood(sys.stderr.buffer, b"an error\n" * 1_000)
        fine()
    elif what == "stdout":
        flood(sys.stdout.buffer, b"loading\n" * 1_000)
        fine()
    else:
        fine()


def listed(id, params):
    if mode == "changing" and changes[0] < 20:
        changes[0] += 1
        send(method="notifications/tools/list_changed")
    if mode == "many":
        return send(id=id, result={"tools": [tool(f"calc.py.t{number}") for number in range(20_000)]})
    if mode == "round":
        return send(id=id, result={"tools": [], "nextCursor": "again"})
    if mode == "endless":
        return send(id=id, result={"tools": [], "nextCursor": str(int(params.get("cursor", 0)) + 1)})
    if mode == "large":
        return send(id=id, result={"tools": [{**tool("calc.py.add"), "description": "x" * 65 * MIB}]})
    if mode.startswith("list:"):
        return raw('{"jsonrpc":"2.0","id":' + json.dumps(id) + "," + mode[len("list:"):] + "}\n")
    more = [tool("\ud800"), {}, {"name": 5}, 7, None, {"name": "schema", "inputSchema": 5, "description": "\ud800", "_meta": []}, tool("calc.py.add")] if mode == "names" else []
    send(id=id, result={"tools": [tool(name) for name in NAMES] + more})


def answer(message):
    if "method" not in message:
        return
    method, id, params = message["method"], message.get("id"), message.get("params", {})
    if mode == "deaf":
        return
    if mode == "garbage":
        return raw("no protocol\n")
    if mode == "nobody" and id is not None:
        return send(id=None, error={"code": -32700, "message": "Parse error"})
    if method == "server/discover" and mode.startswith("discover:"):
        return raw('{"jsonrpc":"2.0","id":' + json.dumps(id) + "," + mode[len("discover:"):] + "}\n")
    if method == "initialize":
        if mode.startswith("greet:"):
            return raw('{"jsonrpc":"2.0","id":' + json.dumps(id) + "," + mode[len("greet:"):] + "}\n")
        return send(id=id, result={"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {"listChanged": True}}, "serverInfo": {"name": "py", "version": "1"}})
    if method == "tools/list":
        return listed(id, params)
    if method == "tools/call":
        arguments = params["arguments"]
        return send(id=id, result=good(arguments["left"] + arguments["right"])) if params["name"] == "calc.py.add" else do(id, arguments["what"])
    if id is not None:
        send(id=id, error={"code": -32601, "message": "Method not found"})


for line in sys.stdin:
    answer(json.loads(line))
