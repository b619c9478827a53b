using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What it costs that logs of plugins are bounded.</summary>
[Collection(nameof(Alone))]
public sealed class PluginLogCostTests
{
    [Fact]
    public void Line_ThatPasses_AllocatesNothing()
    {
        var allowance = new LogAllowance(new("greeter", "cheap"), new(1_000_000, 1_000_000), TimeProvider.System);
        Take(allowance);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var passed = Take(allowance);
        Assert.Equal((0, 10_000), (GC.GetAllocatedBytesForCurrentThread() - before, passed));
    }

    private static int Take(LogAllowance allowance)
    {
        var passed = 0;
        for (var i = 0; i < 10_000; i++)
        {
            passed += allowance.Take(LogLevel.Information) ? 1 : 0;
        }

        return passed;
    }
}
