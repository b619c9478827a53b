using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Plugins of a host to the Inspector's command line: over standard input and output and over HTTP, in both eras.</summary>
public sealed class InspectorTests
{
    public static TheoryData<string, string> Ways => new()
    {
        { "stdio", "legacy" },
        { "stdio", "modern" },
        { "http", "legacy" },
        { "http", "modern" },
    };

    [Theory(SkipUnless = nameof(Inspector.IsThere), SkipType = typeof(Inspector), Skip = Inspector.IsNot)]
    [MemberData(nameof(Ways))]
    public async Task List_OfAHost_HasItsToolsWithSchemasWithoutErrors(string transport, string era)
    {
        await using var web = await StartAsync(transport);

        // It is not content with schemas that some model or client does not take.
        var (exitCode, result, errors) = await Inspector.AskAsync(ServerOf(web), era, "tools/list", "--strict");

        Assert.Equal(0, exitCode);
        Assert.Contains("0 errors", errors, StringComparison.Ordinal);
        Assert.Equal(
            ["chunker_fixed_chunk", "chunker_fixed_context", "chunker_fixed_report", "chunker_fixed_wait", "clock_add_days", "json_schema_2020_12_tool", "test_error_handling", "test_simple_text", "test_tool_with_progress"],
            result.GetProperty("tools").EnumerateArray().Select(static tool => tool.GetProperty("name").GetString()));
    }

    [Theory(SkipUnless = nameof(Inspector.IsThere), SkipType = typeof(Inspector), Skip = Inspector.IsNot)]
    [MemberData(nameof(Ways))]
    public async Task Call_OfAHook_ShowsTheResultAsStructuredContent(string transport, string era)
    {
        await using var web = await StartAsync(transport);

        var (exitCode, result, _) = await Inspector.AskAsync(ServerOf(web), era, "tools/call", "--tool-name", "chunker_fixed_chunk", "--tool-arg", "text=Hello", "max_size=3");

        Assert.Equal(0, exitCode);
        Assert.Equal("""{"result":[{"text":"Hel","offset":0,"length":3},{"text":"lo","offset":3,"length":2}]}""", result.GetProperty("structuredContent").GetRawText());
        Assert.Equal("""[{"text":"Hel","offset":0,"length":3},{"text":"lo","offset":3,"length":2}]""", TextOf(result));
    }

    [Theory(SkipUnless = nameof(Inspector.IsThere), SkipType = typeof(Inspector), Skip = Inspector.IsNot)]
    [MemberData(nameof(Ways))]
    public async Task Call_ThatFails_ShowsWhatWentWrong(string transport, string era)
    {
        await using var web = await StartAsync(transport);

        var thrown = await Inspector.AskAsync(ServerOf(web), era, "tools/call", "--tool-name", "chunker_fixed_wait", "--tool-args-json", """{"how":"fail"}""");
        var mistaken = await Inspector.AskAsync(ServerOf(web), era, "tools/call", "--tool-name", "chunker_fixed_chunk", "--tool-args-json", """{"max_sise":5,"text":1}""");

        Assert.Equal((Inspector.ToolFailed, true, "The text has no end."), (thrown.ExitCode, thrown.Result.GetProperty("isError").GetBoolean(), TextOf(thrown.Result)));
        Assert.Equal((Inspector.ToolFailed, true), (mistaken.ExitCode, mistaken.Result.GetProperty("isError").GetBoolean()));
        Assert.Contains("Did you mean 'max_size'?", TextOf(mistaken.Result), StringComparison.Ordinal);
    }

    private static async Task<WebExport?> StartAsync(string transport) =>
        transport == "http" ? await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:*")) : null;

    private static string[] ServerOf(WebExport? web) => web is null ? ["dotnet", ExportHostProgram.Path] : [web.Url.ToString(), "--transport", "http"];

    private static string TextOf(JsonElement result) => Assert.Single(result.GetProperty("content").EnumerateArray()).GetProperty("text").GetString()!;
}
