namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The plugins in a process of their own each: one word of the manifest.</summary>
public sealed class OneProcess : Way
{
    protected override Task PrepareAsync()
    {
        CopyPlugins("plugins", static manifest => manifest.Replace("\"in_process\"", "\"mcp_stdio\"", StringComparison.Ordinal));
        return Task.CompletedTask;
    }
}
