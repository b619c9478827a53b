namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>How long tests wait for what should happen at once.</summary>
internal static class Limits
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
