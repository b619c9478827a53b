namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The plugins in the host's own process.</summary>
public sealed class InProcess : Way
{
    protected override Task PrepareAsync()
    {
        CopyPlugins("plugins", static manifest => manifest);
        return Task.CompletedTask;
    }
}
