"""An MCP server without packages. It knows nothing of dagstack: any other could be in its place."""
import json
import sys

TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": False}
TOOLS = {
    "count_words": ("Counts the words of a text.", lambda text: {"words": len(text.split())}),
    "shout": ("Writes a text in capitals.", lambda text: {"text": text.upper()}),
    "delete_words": ("Forgets a text for ever.", lambda text: {}),
}


def answer(method, params):
    if method == "initialize":
        return {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "words", "version": "1"}}
    if method == "tools/list":
        return {"tools": [{"name": name, "description": about, "inputSchema": TEXT} for name, (about, _) in TOOLS.items()]}
    if method == "tools/call" and params["name"] in TOOLS:
        value = TOOLS[params["name"]][1](**params["arguments"])
        return {"structuredContent": value, "content": [{"type": "text", "text": json.dumps(value)}]}
    return {} if method == "ping" else None


for line in sys.stdin:
    request = json.loads(line)
    if "id" in request:
        result = answer(request["method"], request.get("params", {}))
        outcome = {"error": {"code": -32601, "message": "Method not found"}} if result is None else {"result": result}
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], **outcome}), flush=True)
