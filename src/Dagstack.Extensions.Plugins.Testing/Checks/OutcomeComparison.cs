using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Compares outcomes of the same calls. Equal exceptions are equal results.</summary>
internal static class OutcomeComparison
{
    private const int Before = 20;
    private const int Shown = 60;

    /// <summary>Finds the first difference of each hook.</summary>
    public static IEnumerable<(CallOutcome Before, CallOutcome After)> Differences(SuitePass first, SuitePass second) =>
        first.Outcomes.Zip(second.Outcomes).Where(static pair => pair.First.Json != pair.Second.Json).DistinctBy(static pair => pair.First.Call.Hook.Name);

    /// <summary>Shows where two texts begin to differ.</summary>
    public static string Show(string first, string second)
    {
        var at = first.AsSpan().CommonPrefixLength(second);
        return $"{Part(first, at)} and {Part(second, at)}";
    }

    private static string Part(string text, int at)
    {
        var start = Math.Max(0, at - Before);
        var end = Math.Min(text.Length, at + Shown);
        return $"{(start > 0 ? "…" : string.Empty)}{text[start..end]}{(end < text.Length ? "…" : string.Empty)}";
    }
}
