using System.Diagnostics;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Servers in Python and Node, hand-written and of the first era, as children over real pipes.</summary>
public sealed class RealServerTests
{
    private const string Python = """
        import json, os, sys
        print("starting", flush=True)
        for line in sys.stdin:
            m = json.loads(line)
            r = None
            if m["method"] == "initialize":
                r = {"protocolVersion": m["params"]["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "p", "version": "1"}}
            elif m["method"] == "tools/call":
                a = m["params"]["arguments"]
                if a.get("die"): os._exit(3)
                sys.stdout.write("no end of line")
                r = {"structuredContent": {"size": len(a["text"]), "text": a["text"]}, "content": []}
            if "id" in m:
                e = {"jsonrpc": "2.0", "id": m["id"]}
                e.update({"result": r} if r else {"error": {"code": -32601, "message": "Method not found"}})
                print(json.dumps(e, ensure_ascii=False), flush=True)
        """;

    private const string Node = """
        const rl = require('readline').createInterface({ input: process.stdin });
        console.log('starting');
        rl.on('line', line => {
          const m = JSON.parse(line);
          let r;
          if (m.method === 'initialize') r = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'n', version: '1' } };
          if (m.method === 'tools/call') {
            const a = m.params.arguments;
            if (a.die) process.exit(3);
            process.stdout.write('no end of line');
            r = { content: [], structuredContent: { size: a.text.length, text: a.text } };
          }
          if (m.id !== undefined) console.log(JSON.stringify({ result: r, error: r ? undefined : { code: -32601, message: 'Method not found' }, id: m.id, jsonrpc: '2.0' }));
        });
        """;

    [Theory]
    [InlineData("python3", "-c", Python)]
    [InlineData("node", "-e", Node)]
    public async Task Call_RealServer_AnswersUntilItDies(string command, string option, string program)
    {
        using var process = TryStart(command, option, program);
        Assert.SkipWhen(process is null, $"There is no {command} here.");
        await using var line = new LineTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process.WaitForExitAsync(TestContext.Current.CancellationToken));
        await using var connection = await McpConnection.ConnectAsync(line, new(), TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience);

        foreach (var size in new[] { 10, 10_000, 1_000_000 })
        {
            var text = new string('ü', size);
            using var result = await connection.CallAsync(new JsonObject { ["text"] = text }.ToJsonString());
            Assert.Equal(text, (string?)JsonNode.Parse(result.Structured.Span)!["text"]);
        }

        var many = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => connection.CallAsync($$"""{"text":"{{i}}"}""")));
        Assert.Equal(Enumerable.Range(0, 64).Select(static i => $"{i}"), many.Select(static result => (string?)JsonNode.Parse(result.Structured.Span)!["text"]));
        Array.ForEach(many, static result => result.Dispose());

        Assert.Equal(WireFault.Gone, (await connection.CallAsync("""{"die":true}""").FailAsync()).Fault);
        Assert.Equal(WireFault.Gone, (await connection.CallAsync("""{"text":""}""").FailAsync()).Fault);
    }

    [Fact]
    public async Task Child_ThatDiesWhileAGrandchildHoldsItsOutput_IsGone()
    {
        using var process = TryStart("python3", "-c", """
            import os, subprocess, sys
            grandchild = subprocess.Popen(["sleep", "600"])
            sys.stderr.write(str(grandchild.pid) + "\n")
            sys.stderr.flush()
            sys.stdin.readline()
            os._exit(3)
            """);
        Assert.SkipWhen(process is null || OperatingSystem.IsWindows(), "There is no python3 here, or no sleep.");
        using var grandchild = Process.GetProcessById(int.Parse((await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!, System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            // WaitForExitAsync would wait for the end of the error stream too, which the grandchild holds as well.
            var gone = new TaskCompletionSource();
            process.Exited += (_, _) => gone.TrySetResult();
            process.EnableRaisingEvents = true;
            await using var line = new LineTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, gone.Task);

            var fault = await Assert.ThrowsAsync<WireException>(() => McpConnection.ConnectAsync(line, new(), TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience));

            Assert.Equal(WireFault.Gone, fault.Fault);
            Assert.StartsWith("The server is gone.", fault.Message, StringComparison.Ordinal);
            Assert.True(fault.DiedOnDiscovery);
        }
        finally
        {
            grandchild.Kill();
        }
    }

    private static Process? TryStart(string command, string option, string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command, [option, program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
