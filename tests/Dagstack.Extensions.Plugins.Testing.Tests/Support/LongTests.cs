namespace Dagstack.Extensions.Plugins.Testing.Tests.Support;

/// <summary>What is run by default, and what only where DAGSTACK_LONG_TESTS is 1: each suspect takes a process.</summary>
internal static class LongTests
{
    public static bool AreRun => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";

    /// <summary>Takes all, or the first of each group.</summary>
    public static IEnumerable<T> Some<T, TGroup>(IEnumerable<T> all, Func<T, TGroup> group) => AreRun ? all : all.DistinctBy(group);
}
