using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The official client for TypeScript, which checks results against output schemas, calls plugins in C#.</summary>
public sealed class TypeScriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Client_OverStdio_HasResultsAndErrors() => AssertAnswers(await RunAsync("stdio", "dotnet", ExportHostProgram.Path));

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Client_OverHttp_HasResultsAndErrors()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:*"));

        AssertAnswers(await RunAsync("http", web.Url.ToString()));
    }

    private static void AssertAnswers(JsonElement answers)
    {
        Assert.Equal(
            ["chunker_fixed_chunk", "chunker_fixed_context", "chunker_fixed_report", "chunker_fixed_wait", "clock_add_days", "json_schema_2020_12_tool", "test_error_handling", "test_simple_text", "test_tool_with_progress"],
            answers.GetProperty("tools").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal(
            """[{"text":"Hello","offset":0,"length":5},{"text":", dag","offset":5,"length":5},{"text":"stack","offset":10,"length":5},{"text":"!","offset":15,"length":1}]""",
            Structured("chunk").GetProperty("result").GetRawText());
        Assert.Equal("""{"count":1,"longest":{"text":"ab","offset":0,"length":2},"at":"1970-01-01T00:00:00+00:00","shares":{"all":"1.50"}}""", Structured("report").GetRawText());
        Assert.Equal("""{"result":null}""", Structured("nothing").GetRawText());
        Assert.Equal(JsonValueKind.Object, Structured("context").GetProperty("result").ValueKind);
        Assert.Equal("2026-02-01", Structured("day").GetProperty("result").GetString());
        Assert.Equal((true, "The text has no end."), Error("fail"));
        Assert.Contains("Did you mean 'max_size'?", Error("mistakes").Text, StringComparison.Ordinal);

        JsonElement Structured(string call) => answers.GetProperty(call).GetProperty("structuredContent");

        (bool IsError, string Text) Error(string call) => (answers.GetProperty(call).GetProperty("isError").GetBoolean(), answers.GetProperty(call).GetProperty("content")[0].GetProperty("text").GetString()!);
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "tests", "Dagstack.Extensions.Plugins.Mcp.Tests", "Export", "client.mjs");
        using var process = Process.Start(new ProcessStartInfo("node", [script, NpmServers.PathOf("@modelcontextprotocol", "sdk"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        Assert.True(output.Length > 0, await errors);
        return JsonElement.Parse(output);
    }
}
