import json, re, sys

# A server that costs as little as a server in Python can: each call of its one tool is answered with a text of so many characters.
result = b',"result":{"content":[],"structuredContent":{"text":"' + b"x" * int(sys.argv[1]) + b'"}}}\n'
find_id = re.compile(rb'"id":("[^"]*"|\d+)')
out = sys.stdout.buffer
for line in sys.stdin.buffer:
    if b'"tools/call"' in line[:400] or b'"tools/call"' in line[-400:]:
        found = find_id.search(line[:400]) or find_id.search(line[-400:])
        out.write(b'{"jsonrpc":"2.0","id":' + found.group(1) + result)
        out.flush()
        continue
    message = json.loads(line)
    if "id" in message:
        known = {
            "initialize": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "echo", "version": "1"}},
            "tools/list": {"tools": [{"name": "letter.py.send", "inputSchema": {"type": "object"}}]},
            "ping": {},
        }.get(message["method"])
        answer = {"jsonrpc": "2.0", "id": message["id"], **({"result": known} if known is not None else {"error": {"code": -32601, "message": "Method not found"}})}
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()
