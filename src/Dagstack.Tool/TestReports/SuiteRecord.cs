using Dagstack.Extensions.Plugins.Testing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.TestReports;

/// <summary>A run of the contract suite, as a suite of tests with one for each check.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Started">When the run began.</param>
/// <param name="Finished">When it ended.</param>
/// <param name="Cases">The tests.</param>
internal sealed record SuiteRecord(string Plugin, string Manifest, DateTimeOffset Started, DateTimeOffset Finished, IReadOnlyList<ReportedCase> Cases)
{
    /// <summary>Gets the name under which readers of reports file the tests: what stands before a dot is a package to some.</summary>
    public string ClassName => $"dagstack.{Plugin}";

    public static SuiteRecord Of(PluginReport report, string manifest, DateTimeOffset started, DateTimeOffset finished) =>
        new(report.Plugin, Places.Shorten(manifest), started, finished, [.. report.Checks.Select(check => CaseOf(report, check))]);

    /// <summary>Counts the tests of one outcome.</summary>
    public int Count(CaseOutcome outcome) => Cases.Count(one => one.Outcome == outcome);

    private static ReportedCase CaseOf(PluginReport report, PluginCheck check)
    {
        var name = Words.Of(check);
        var failures = report.Failures.Where(failure => failure.Check == check).ToArray();
        if (failures is [var first, ..])
        {
            var more = failures.Length == 1 ? string.Empty : $" (and {failures.Length - 1} more)";
            return new(name, CaseOutcome.Failed, $"{first.Code}: {first.Location}: {first.Message}{more}", string.Join("\n\n", failures.Select(static failure => failure.ToString())), first.Code, first.Location.File is { } file ? Places.Shorten(file) : null);
        }

        var reasons = report.Skipped.Where(skip => skip.Check == check).Select(static skip => skip.Reason).Distinct().ToArray();
        return reasons.Length == 0 ? new(name, CaseOutcome.Passed) : new(name, CaseOutcome.Skipped, $"Not all checked: {string.Join(' ', reasons)}");
    }
}
