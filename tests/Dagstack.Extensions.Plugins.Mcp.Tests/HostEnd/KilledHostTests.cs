using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>What becomes of plugins in children when their host is killed.</summary>
[Collection(nameof(Alone))]
public sealed class KilledHostTests
{
    [Theory(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = "Needs /proc and /usr/bin/python3.")]
    [InlineData(2, "busy")]
    [InlineData(2, "stubborn STUBBORN")]
    [InlineData(3, "family GRANDCHILD")]
    [InlineData(3, "clan STUBBORN GRANDCHILD")]
    [InlineData(10, "busy", "stubborn STUBBORN", "family GRANDCHILD", "clan STUBBORN GRANDCHILD")]
    public async Task Host_IsKilledWhilePluginsAreCalled_AllAreGoneWithinFiveSeconds(int atLeast, params string[] plugins)
    {
        await using var host = await WorkHost.StartAsync(plugins);
        foreach (var plugin in plugins)
        {
            await host.CallAsync(plugin.Split(' ')[0], "never");
        }

        // Of each the child, its guard, and the grandchild.
        Assert.InRange(host.Note(), atLeast, 2 * atLeast);
        Assert.InRange(host.Alive().Count, atLeast, 2 * atLeast);
        var start = Stopwatch.GetTimestamp();
        host.Signal(Posix.Kill);
        Assert.Equal("SIGKILL", (await host.EndAsync()).Signal);

        await host.GoneAsync();

        var milliseconds = Children.Milliseconds(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"All were gone after {milliseconds:0} ms.");
        Assert.InRange(milliseconds, 0, 5_000);
    }
}
