using System.Diagnostics;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The cases by <c>execution_model = "process_cpu_bound"</c>.</summary>
public sealed class SeveralProcessesTests(SeveralProcesses way) : RemoteTests<SeveralProcesses>(way)
{
    [Fact]
    public void Metadata_ThatSaysWhoCalls_ReachesThePlugin()
    {
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");

        Assert.Equal("acme", Way.Probe.SeenByCall().Metadata[CallMetadata.TenantId].GetString());
    }

    /// <summary>A call has a process for itself, the one that was used last: others do not see that it waits.</summary>
    protected override Task WaitsAsync(ProbeFacts before) => Wait.UntilAsync(() => Way.Probe.Look().Process != before.Process);

    /// <summary>It ends with its process.</summary>
    protected override async Task EndsAsync(ProbeFacts before)
    {
        await Wait.UntilAsync(() => !Runs(before.Process), $"the process {before.Process} has ended");
        Assert.NotEqual(before.Process, Way.Probe.Look().Process);
    }

    private static bool Runs(int process)
    {
        try
        {
            using var there = Process.GetProcessById(process);
            return !there.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
