namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The plugins in two processes each: two words of the manifest.</summary>
public sealed class SeveralProcesses : Way
{
    protected override Task PrepareAsync()
    {
        CopyPlugins("plugins", static manifest => string.Join('\n', manifest
            .Replace("runtime = \"in_process\"", "runtime = \"mcp_stdio\"\nexecution_model = \"process_cpu_bound\"", StringComparison.Ordinal)
            .Split('\n').Where(static line => line.Trim() != "execution_model = \"sync\"")));
        return Task.CompletedTask;
    }
}
