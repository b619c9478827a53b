using Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The official conformance runner against plugins of a web application, in both eras of the protocol.</summary>
/// <remarks>Scenarios of resources, prompts, completions, sampling, elicitation, tasks, images and audio are not run: a plugin is its hooks, and its results are JSON.</remarks>
public sealed class ServerConformanceTests
{
    public static TheoryData<string, string> Scenarios { get; } = new()
    {
        { "server-initialize", ExportHostProgram.Old },
        { "server-session-lifecycle", ExportHostProgram.Old },
        { "ping", ExportHostProgram.Old },
        { "logging-set-level", ExportHostProgram.Old },
        { "tools-list", ExportHostProgram.Old },
        { "tools-list", ExportHostProgram.New },
        { "tools-call-simple-text", ExportHostProgram.Old },
        { "tools-call-simple-text", ExportHostProgram.New },
        { "tools-call-error", ExportHostProgram.Old },
        { "tools-call-error", ExportHostProgram.New },
        { "tools-call-with-progress", ExportHostProgram.Old },
        { "tools-call-with-progress", ExportHostProgram.New },
        { "json-schema-2020-12", ExportHostProgram.Old },
        { "json-schema-2020-12", ExportHostProgram.New },
        { "server-sse-multiple-streams", ExportHostProgram.Old },
        { "server-sse-multiple-streams", ExportHostProgram.New },
        { "dns-rebinding-protection", ExportHostProgram.Old },
        { "dns-rebinding-protection", ExportHostProgram.New },
        { "http-header-validation", ExportHostProgram.New },
    };

    [Theory(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_OfWhatIsOffered_Passes(string scenario, string revision)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:*"));

        var result = await ConformanceRunner.RunServerAsync(web.Url, scenario, revision);

        Assert.Empty(result.Failed);
        Assert.NotEmpty(result.Passed);
        Assert.True(result.IsPassed);
    }
}
