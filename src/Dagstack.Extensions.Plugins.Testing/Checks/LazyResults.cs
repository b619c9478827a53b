using System.Collections;
using Dagstack.Extensions.Plugins.Testing.Il;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>No result is a sequence that is made only while it is read: the plugin may be gone by then.</summary>
internal static class LazyResults
{
    public static void Find(SuitePass pass, PluginImage? image, Findings findings)
    {
        if (image?.Allowed.Any(static allowed => allowed.Code == PluginInvariants.LeakDetected) == true)
        {
            return;
        }

        foreach (var outcome in pass.Outcomes.Where(static outcome => IsLazy(outcome.Result)).DistinctBy(static outcome => outcome.Call.Hook.Name))
        {
            findings.Add(
                PluginCheck.Lifecycle,
                PluginInvariants.LeakDetected,
                outcome.Call,
                $"What the hook '{outcome.Call.Hook.Name}' returns is made only while it is read, by {outcome.Result!.GetType()}: after the call, and perhaps after the plugin.",
                "Return a list or an array, as ToList() and ToArray() make them; or declare the hook as IAsyncEnumerable<T>, a stream that is part of the call.");
        }
    }

    /// <summary>What the compiler makes of 'yield return', and LINQ of a query, is its own first enumerator. Numbers in a row have nothing of a plugin in them.</summary>
    private static bool IsLazy(object? result) =>
        result is IEnumerable and IEnumerator
        && result.GetType() is var type
        && !(type.DeclaringType == typeof(Enumerable) && type.Name is "RangeIterator`1" or "RepeatIterator`1");
}
