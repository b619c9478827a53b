using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Plugins of a console program as tools over standard input and output.</summary>
public sealed class StdioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Revisions => [ExportHostProgram.Old, ExportHostProgram.New];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task List_OfAHost_HasWhatIsExportedByStrictNames(string revision)
    {
        await using var client = await ExportHostProgram.StartAsync(revision);

        var tools = await client.ListToolsAsync(cancellationToken: Token);

        Assert.Equal(["chunker_fixed_chunk", "chunker_fixed_context", "chunker_fixed_report", "chunker_fixed_wait", "clock_add_days", "json_schema_2020_12_tool", "test_error_handling", "test_simple_text", "test_tool_with_progress"], tools.Select(static tool => tool.Name));
        Assert.Equal(["chunker.fixed.chunk", "chunker.fixed.context", "chunker.fixed.report", "chunker.fixed.wait", "tool.clock.execute.add_days", "tool.json.execute.schema_2020_12_tool", "tool.test.execute.error_handling", "tool.test.execute.simple_text", "tool.test.execute.tool_with_progress"], tools.Select(static tool => tool.ProtocolTool.Meta!["dev.dagstack/name"]!.GetValue<string>()));
        var (chunk, annotations) = (tools[0].ProtocolTool, tools[0].ProtocolTool.Annotations!);
        Assert.Equal((true, true, null), (annotations.IdempotentHint, annotations.ReadOnlyHint, annotations.DestructiveHint));
        Assert.Equal(("Splits a text into pieces.", "How long a piece may be, in char."), (chunk.Description, chunk.InputSchema.GetProperty("properties").GetProperty("max_size").GetProperty("description").GetString()));
        Assert.Equal("Adds days to a date.", tools[4].Description);
        Assert.All(tools, static tool =>
        {
            Assert.Equal("object", tool.ProtocolTool.InputSchema.GetProperty("type").GetString());
            Assert.Equal("object", tool.ProtocolTool.OutputSchema!.Value.GetProperty("type").GetString());
        });
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Call_Hook_IsStructuredContentAndOneTextOfTheSame(string revision)
    {
        await using var client = await ExportHostProgram.StartAsync(revision);

        var result = await CallAsync(client, "chunker_fixed_chunk", """{"text":"Hello, dagstack!","max_size":5}""");

        const string Chunks = """[{"text":"Hello","offset":0,"length":5},{"text":", dag","offset":5,"length":5},{"text":"stack","offset":10,"length":5},{"text":"!","offset":15,"length":1}]""";
        AssertJson($$"""{"result":{{Chunks}}}""", result.StructuredContent!.Value);
        AssertJson(Chunks, JsonElement.Parse(TextOf(result)));
        Assert.Equal("""{"count":1,"longest":{"text":"ab","offset":0,"length":2},"at":"1970-01-01T00:00:00+00:00","shares":{"all":"1.50"}}""", TextOf(await CallAsync(client, "chunker_fixed_report", """{"text":"ab"}""")));
        Assert.Equal("2026-02-01", TextOf(await CallAsync(client, "clock_add_days", """{"date":"2026-01-31","days":1}""")));
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Call_ArgumentsThatDoNotFit_AreToldAllAtOnce(string revision)
    {
        await using var client = await ExportHostProgram.StartAsync(revision);

        var (hook, function) = (await CallAsync(client, "chunker_fixed_chunk", """{"max_sise":5,"text":1}"""), await CallAsync(client, "clock_add_days", """{"date":1,"days":"x"}"""));

        Assert.All([hook, function], static result => Assert.True(result.IsError));
        Assert.Contains("/max_sise: there is no such property. Did you mean 'max_size'?", TextOf(hook), StringComparison.Ordinal);
        Assert.Contains("/text: found 1, expected a string", TextOf(hook), StringComparison.Ordinal);
        Assert.Contains("/date", TextOf(function), StringComparison.Ordinal);
        Assert.Contains("/days", TextOf(function), StringComparison.Ordinal);
        Assert.Null(hook.StructuredContent);
        Assert.Equal(2, hook.Meta!["dev.dagstack/error"]!["data"]!.AsArray().Count);
        Assert.Equal("SerializationError", hook.Meta!["dev.dagstack/error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Call_PluginThatFails_IsAnErrorWithItsTypeBesideIt()
    {
        await using var client = await ExportHostProgram.StartAsync(ExportHostProgram.New);

        var (hook, function) = (await CallAsync(client, "chunker_fixed_wait", """{"how":"fail"}"""), await CallAsync(client, "clock_add_days", """{"date":"soon","days":1}"""));

        Assert.Equal(("The text has no end.", true, "InvalidOperationException"), (TextOf(hook), hook.IsError, hook.Meta!["dev.dagstack/error"]!["type"]!.GetValue<string>()));
        Assert.Equal(("That is no date.", true), (TextOf(function), function.IsError));
        Assert.Equal("""{"result":null}""", (await CallAsync(client, "chunker_fixed_wait", """{"how":"nothing"}""")).StructuredContent!.Value.GetRawText());
    }

    [Fact]
    public async Task Call_ToolThatThereIsNot_IsRefusedWithANearName()
    {
        await using var client = await ExportHostProgram.StartAsync(ExportHostProgram.New);

        var fault = await Assert.ThrowsAsync<McpProtocolException>(() => CallAsync(client, "chunker_fixed_chunks", "{}"));

        Assert.Equal(McpErrorCode.InvalidParams, fault.ErrorCode);
        Assert.Contains("Did you mean 'chunker_fixed_chunk'?", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(() => CallAsync(client, "vault_own_open", "{}"));
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Call_Cancelled_IsCancelledInThePlugin(string revision)
    {
        var errors = new ConcurrentQueue<string>();
        await using var client = await ExportHostProgram.StartAsync(revision, errors.Enqueue);
        using var caller = new CancellationTokenSource();

        var call = client.CallToolAsync("chunker_fixed_wait", new Dictionary<string, object?> { ["how"] = "for ever" }, cancellationToken: caller.Token).AsTask();
        await Wait.UntilAsync(() => errors.Contains("waiting"), "the call is in the plugin");
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Wait.UntilAsync(() => errors.Contains("cancelled"), "the plugin was cancelled");
    }

    [Fact]
    public async Task Call_PluginThatReportsProgress_IsToldBeforeTheResultAndNeverBack()
    {
        // On the wire: the SDK's client tells of notifications in any order.
        using var process = Start();
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await process.StandardOutput.ReadLineAsync(Token);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"test_tool_with_progress","arguments":{},"_meta":{"progressToken":"p"}}}""");
        var told = new List<JsonElement>();
        for (JsonElement message; (message = JsonElement.Parse((await process.StandardOutput.ReadLineAsync(Token))!)).TryGetProperty("method", out _);)
        {
            told.Add(message.GetProperty("params"));
        }

        process.StandardInput.Close();

        Assert.Equal(["0", "0.5", "1"], told.Select(static one => one.GetProperty("progress").GetRawText()));
        Assert.All(told, static one => Assert.Equal(("p", 1), (one.GetProperty("progressToken").GetString(), one.GetProperty("total").GetDouble())));
    }

    [Fact]
    public async Task Output_OfLoggersAndPlugins_IsNotOnTheWire()
    {
        using var process = Start();
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"chunker_fixed_wait","arguments":{"how":"write"}}}""");
        var lines = new[] { await process.StandardOutput.ReadLineAsync(Token), await process.StandardOutput.ReadLineAsync(Token) };

        process.StandardInput.Close();

        Assert.Equal(["1", "2"], lines.Select(static line => JsonElement.Parse(line!).GetProperty("id").GetRawText()).Order());
        Assert.Equal(string.Empty, await process.StandardOutput.ReadToEndAsync(Token));
        var errors = await process.StandardError.ReadToEndAsync(Token);
        Assert.Contains("not for the protocol", errors, StringComparison.Ordinal);
        Assert.Contains("Application started", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatEnds_EndsTheHost()
    {
        using var process = Start();
        process.StandardInput.Close();

        await process.WaitForExitAsync(Token).WaitAsync(Limits.Patience, Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Application is shutting down", await process.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Input_ThatEndsDuringACall_CancelsItAndEndsTheHost(string revision)
    {
        using var process = Start();
        var meta = string.Empty;
        if (revision == ExportHostProgram.Old)
        {
            await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        }
        else
        {
            meta = ""","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}""";
        }

        await process.StandardInput.WriteLineAsync($$$"""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"chunker_fixed_wait","arguments":{"how":"for ever"}{{{meta}}}}}""");
        var errors = new List<string>();
        while (await process.StandardError.ReadLineAsync(Token).AsTask().WaitAsync(Limits.Patience, Token) is { } line)
        {
            errors.Add(line);
            if (line == "waiting")
            {
                process.StandardInput.Close();
            }
        }

        await process.WaitForExitAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("cancelled", errors);
        Assert.Contains(errors, static line => line.Contains("Application is shutting down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serving_ThatThrows_StopsTheHostAndIsTheErrorOfTheProgram()
    {
        using var process = Start("faulty");
        process.StandardInput.Close();

        var errors = process.StandardError.ReadToEndAsync(Token);
        Assert.Equal(string.Empty, await process.StandardOutput.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("Nobody knows when this host stops.", await errors, StringComparison.Ordinal);
        Assert.Contains("Application started", await errors, StringComparison.Ordinal);
        Assert.Contains("Application is shutting down", await errors, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [ExportHostProgram.Path, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, string arguments) =>
        await client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments), cancellationToken: Token);

    private static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    private static void AssertJson(string expected, JsonElement actual) => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());
}
