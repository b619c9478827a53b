namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>How long tests wait, and how much they do.</summary>
internal static class Limits
{
    /// <summary>For what takes milliseconds, on a machine that is busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static bool IsLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";
}
