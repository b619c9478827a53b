namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The official conformance runner of the Model Context Protocol against a host of ours, over HTTP, with servers of both eras.</summary>
public sealed class ConformanceTests
{
    [Theory(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    [MemberData(nameof(ConformanceScenarios.Passed), MemberType = typeof(ConformanceScenarios))]
    public async Task Scenario_ThatIsOfOurContract_Passes(string scenario, string revision, string said)
    {
        var result = await ConformanceRunner.RunAsync(scenario, revision);

        Assert.True(result.Failed.Length == 0, $"{string.Join(", ", result.Failed)}: {result.Output}");
        Assert.NotEmpty(result.Passed);
        Assert.True(result.IsPassed, result.Output);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    [MemberData(nameof(ConformanceScenarios.Refused), MemberType = typeof(ConformanceScenarios))]
    public async Task Scenario_OfWhatIsNotOffered_IsRefusedAndSaysSo(string scenario, string revision, string[] failed, string said)
    {
        var result = await ConformanceRunner.RunAsync(scenario, revision);

        Assert.Equal(failed, result.Failed);
        Assert.False(result.IsPassed);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(ConformanceRunner.IsThere), SkipType = typeof(ConformanceRunner), Skip = ConformanceRunner.IsNot)]
    public async Task Scenarios_ThatTheRunnerHas_AreAllRunOrNamedWithAReason()
    {
        var listed = await ConformanceRunner.ListAsync("client");

        var run = ConformanceScenarios.Passed.Select(static row => (row.Data.Item1, row.Data.Item2)).Concat(ConformanceScenarios.Refused.Select(static row => (row.Data.Item1, row.Data.Item2)));
        var expected = listed.Where(static one => !ConformanceScenarios.NotRun.ContainsKey(one.Key)).SelectMany(static one => one.Value.Intersect(ConformanceScenarios.Revisions).Select(revision => (one.Key, revision)));
        Assert.Equal(expected.Order(), run.Order());
        Assert.Empty(ConformanceScenarios.NotRun.Keys.Except(listed.Keys));
    }
}
