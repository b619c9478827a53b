using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>Plugins in children of a host that is at its limit of descriptors.</summary>
[Collection(nameof(Alone))]
public sealed class DescriptorTests
{
    private const int Limit = 512;

    /// <summary>More than a child takes of the host, for a moment and for good.</summary>
    private const int Enough = 40;

    private const string Needs = "Needs /proc and /usr/bin/python3.";

    [Fact(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = Needs)]
    public async Task Restart_AtTheLimit_IsUnavailableWithTheReasonAndServesWhenThereAreDescriptors()
    {
        await using var host = await WorkHost.StartAsync(["busy"], descriptors: Limit);
        await DieAsync(host);
        await ReadyAsync(host);
        var (descriptors, children) = (Children.Descriptors(host.Id), Children.Of(host.Id).Count);
        var failed = 0;
        for (var left = 0; left <= Enough; left += left < 14 ? 1 : 13)
        {
            await host.SendAsync(string.Create(CultureInfo.InvariantCulture, $"take {left}"));
            await host.LineAsync("taken");
            await DieAsync(host);

            var status = await StatusAsync(host, static status => status.StartsWith("Ready", StringComparison.Ordinal) || status.Contains("open files", StringComparison.Ordinal));
            TestContext.Current.TestOutputHelper?.WriteLine($"{left} left: {status}");
            failed += status.StartsWith("Unavailable", StringComparison.Ordinal) ? 1 : 0;
            await host.SendAsync("give");
            await host.LineAsync("given");

            await ReadyAsync(host);
            await Wait.UntilAsync(() => Children.Of(host.Id).Count <= children && Children.Descriptors(host.Id) <= descriptors, $"no child and no descriptor more than before, with {left} left");
        }

        Assert.InRange(failed, 5, Enough);
    }

    [Fact(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = Needs)]
    public async Task Start_AtTheLimit_IsUnavailableWithTheReasonAndServesWhenThereAreDescriptors()
    {
        foreach (var left in new[] { 2, 5, 8, 11, 14, 17 })
        {
        await using var host = await WorkHost.StartAsync(["busy"], [$"--left={left}"], descriptors: Limit, expected: "");

        var status = await host.StatusAsync("busy");
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} left: {status}");

        await host.SendAsync("give");
        await host.LineAsync("given");
        await host.SendAsync("retry");
        await host.LineAsync("retried");
        status = await host.StatusAsync("busy");
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} left: {status}");
        }
    }

    private static async Task DieAsync(WorkHost host)
    {
        await host.SendAsync("call work:busy die");
        Assert.StartsWith("PluginUnavailableException", await host.LineAsync("fault"), StringComparison.Ordinal);
    }

    private static Task<string> ReadyAsync(WorkHost host) => StatusAsync(host, static status => status.StartsWith("Ready", StringComparison.Ordinal));

    private static async Task<string> StatusAsync(WorkHost host, Func<string, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        var status = await host.StatusAsync("busy");
        while (!isIt(status))
        {
            Assert.False(limit.IsCancellationRequested, status);
            status = await host.StatusAsync("busy");
        }

        return status;
    }
}
