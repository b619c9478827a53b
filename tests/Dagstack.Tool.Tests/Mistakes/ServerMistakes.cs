namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Mistakes of plugins in another process.</summary>
internal static class ServerMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        Command("A command that is not in the PATH", "[\"pyhton3\", \"server.py\"]") with { NeedsPython = true },
        Command("A script that is not there", "[\"python3\", \"servr.py\"]") with { NeedsPython = true },
        Command("A server that ends at once", "[\"python3\", \"-c\", \"import sys; sys.exit('no model is there')\"]") with { NeedsPython = true },
        Mistake.Manifest("A program that is no server", "list --load", Of("[\"python3\", \"-c\", \"print('ready', flush=True); import sys; sys.stdin.read()\"]", ("mcp_stdio.startup_timeout_sec", "1"))) with { NeedsPython = true },
        Server("A server without the tool of the hook", "chunker.broken.chnuk"),
        Server("A server without a tool for any hook", "other"),
        Mistake.Manifest("A variable that is not set", "list --load", Of("[\"python3\", \"server.py\"]", ("mcp_stdio.env", "{ TOKEN = \"${DAGSTACK_NO_SUCH_VARIABLE}\" }"))) with { NeedsPython = true },
        Mistake.Manifest("A server over HTTP that is not there", "list --load", Mistake.Of(("runtime", "\"mcp_http\""), ("entry_point", null), ("mcp_http.url", "\"http://127.0.0.1:9/mcp\""), ("startup_timeout_sec", "5"))),
    ];

    private static Mistake Command(string name, string command) => Mistake.Manifest(name, "list --load", Of(command));

    private static string Of(string command, params (string Key, string? Value)[] more) =>
        Mistake.Of([("runtime", "\"mcp_stdio\""), ("entry_point", null), ("mcp_stdio.command", command), .. more]);

    private static Mistake Server(string name, string tool) => new(name, "list --load", folder =>
    {
        folder.Write("plugins/broken/dagstack.toml", Of("[\"python3\", \"server.py\"]"));
        folder.Write("plugins/broken/server.py", $$$"""
            import json, sys
            for line in sys.stdin:
                message = json.loads(line)
                result = {"initialize": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "broken", "version": "1"}},
                          "tools/list": {"tools": [{"name": "{{{tool}}}", "inputSchema": {"type": "object"}}]}}.get(message.get("method"))
                if "id" in message:
                    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **({"result": result} if result else {"error": {"code": -32601, "message": "no"}})}), flush=True)
            """);
    })
    { NeedsPython = true };
}
