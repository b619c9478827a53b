using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The official conformance runner against plugins of a web application, in both eras of the protocol.</summary>
public sealed partial class ServerConformanceTests
{
    /// <summary>How often a scenario is run until it is as it should be: it waits for some messages for less than a second, which a busy machine may need for them.</summary>
    private const int Runs = 4;

    [Theory(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    [MemberData(nameof(ServerScenarios.Passed), MemberType = typeof(ServerScenarios))]
    public async Task Scenario_OfWhatIsOffered_Passes(string scenario, string revision)
    {
        await using var web = await StartAsync();

        var result = await ConformanceRunner.RunServerAsync(web.Url, scenario, revision);

        Assert.Empty(result.Failed);
        Assert.NotEmpty(result.Passed);
        Assert.True(result.IsPassed);
    }

    [Theory(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    [MemberData(nameof(ServerScenarios.Partial), MemberType = typeof(ServerScenarios))]
    public async Task Scenario_WithChecksOfWhatIsNotOffered_FailsTheseAlone(string scenario, string revision, string[] failed)
    {
        await using var web = await StartAsync();

        var result = await ConformanceRunner.RunServerAsync(web.Url, scenario, revision);
        for (var run = 1; run < Runs && !result.Failed.SequenceEqual(failed); run++)
        {
            result = await ConformanceRunner.RunServerAsync(web.Url, scenario, revision);
        }

        Assert.Equal(failed, result.Failed);
    }

    [Fact(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    public async Task Scenarios_ThatTheRunnerHas_AreAllRunOrNamed()
    {
        var listed = await ConformanceRunner.ListAsync("server");

        var run = ServerScenarios.Passed.Select(static row => (row.Data.Item1, row.Data.Item2)).Concat(ServerScenarios.Partial.Select(static row => (row.Data.Item1, row.Data.Item2)));
        var expected = listed.Where(static one => !ServerScenarios.NotRun.Contains(one.Key)).SelectMany(static one => one.Value.Intersect([ExportHostProgram.Old, ExportHostProgram.New]).Select(revision => (one.Key, revision)));
        Assert.Equal(expected.Order(), run.Order());
        Assert.Empty(ServerScenarios.NotRun.Except(listed.Keys));
        Assert.Empty(listed.Keys.Except(ServerScenarios.NotRun).Except(run.Select(static one => one.Item1)));
    }

    [Fact]
    public void Page_OfWhatIsNotOffered_NamesTheScenariosAndChecksWithAReason()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "mcp.md"))).ToLookup(static row => row.Groups["what"].Value, static row => row.Groups["names"].Value.Split(", ").Select(static name => name.Trim('`')));

        Assert.Equal(ServerScenarios.NotRun.Order(StringComparer.Ordinal), rows["scenario"].SelectMany(static names => names).Order(StringComparer.Ordinal));
        Assert.Equal(ServerScenarios.Partial.SelectMany(static row => row.Data.Item3).Order(StringComparer.Ordinal), rows["check"].SelectMany(static names => names).Order(StringComparer.Ordinal));
    }

    /// <summary>Starts a host with what the runner calls for its effect: it writes to the log, or makes a plugin come and go.</summary>
    private static Task<WebExport> StartAsync() => WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:*"), static o => o
        .Add("tool:test_logging", static services => new EffectTool("tool", _ =>
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger("plugin").LogCritical("Nobody else is to hear this.");
            return Task.CompletedTask;
        }))
        .Add("tool:test_trigger", static services => new EffectTool("tool_change", token =>
        {
            var registry = services.GetRequiredService<IPluginRegistry>();
            return registry.Find(new PluginId("tool", "clock"))!.IsServing ? registry.TeardownPluginAsync("tool:clock", token) : registry.SetupPluginAsync("tool:clock", token);
        })));

    [GeneratedRegex(@"^\| (?<what>scenario|check) \| (?<names>`[^|]+`) \| [^|]{20,} \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
