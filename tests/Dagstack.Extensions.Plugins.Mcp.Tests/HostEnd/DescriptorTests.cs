using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>Plugins in children of a host that is at its limit of descriptors.</summary>
[Collection(nameof(Alone))]
public sealed class DescriptorTests
{
    private const int Limit = 512;

    /// <summary>Fewer than a start takes, and some for the runtime itself, which ends a host that has none.</summary>
    private const int Few = 4;

    /// <summary>More than a start takes of the host.</summary>
    private const int Enough = 40;

    [Fact(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = "Needs /proc and /usr/bin/python3.")]
    public async Task Start_AtTheLimitOfDescriptors_IsUnavailableWithTheReasonAndServesWhenThereAreSome()
    {
        try
        {
            await StartAtTheLimitAsync();
        }
        catch (InvalidOperationException end) when (end.Message.Contains("Out of memory.", StringComparison.Ordinal))
        {
            Assert.Skip("The runtime needed a descriptor for itself, and ended the host.");
        }
    }

    private static async Task StartAtTheLimitAsync()
    {
        await using var host = await WorkHost.StartAsync(["busy", "other"], descriptors: Limit);
        await DieAsync(host);
        await StatusAsync(host, IsReady);
        var (descriptors, children) = (Children.Descriptors(host.Id), Children.Of(host.Id).Count);
        await TakeAllButAsync(host, Few);
        await DieAsync(host);

        // What the dead one had is free again. From then on each start has one descriptor more than the one before.
        var failed = 0;
        for (var left = Few; ; left++)
        {
            await TakeAllButAsync(host, left);
            var tries = Tries(host);
            var status = await StatusAsync(host, status => IsReady(status) || (IsUnavailable(status) && Tries(host) >= tries + 2));
            if (IsReady(status))
            {
                break;
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{left} left: {status}");
            failed++;
            Assert.Contains("Too many open files", status, StringComparison.Ordinal);
            Assert.Contains("limit of open files", status, StringComparison.Ordinal);
            Assert.InRange(left, 0, Enough);
        }

        Assert.InRange(failed, 1, Enough);
        await host.SendAsync("call work:other x");
        Assert.Equal("x", await host.LineAsync("answer"));
        await host.SendAsync("give");
        await host.LineAsync("given");
        await DieAsync(host);
        await StatusAsync(host, IsReady);
        await Wait.UntilAsync(() => Children.Of(host.Id).Count <= children && Children.Descriptors(host.Id) <= descriptors, $"no more than {children} children and {descriptors} descriptors");
    }

    /// <summary>Between two starts: while one is under way it is starting.</summary>
    private static bool IsUnavailable(string status) => status.StartsWith("Unavailable", StringComparison.Ordinal);

    private static bool IsReady(string status) => status.StartsWith("Ready", StringComparison.Ordinal);

    /// <summary>How often a start has failed for want of descriptors.</summary>
    private static int Tries(WorkHost host) => host.Log.Count(static line => line.Contains("limit of open files", StringComparison.Ordinal));

    private static async Task TakeAllButAsync(WorkHost host, int left)
    {
        await host.SendAsync(string.Create(CultureInfo.InvariantCulture, $"take {left}"));
        await host.LineAsync("taken");
    }

    private static async Task DieAsync(WorkHost host)
    {
        await host.SendAsync("call work:busy die");
        Assert.StartsWith("PluginUnavailableException", await host.LineAsync("fault"), StringComparison.Ordinal);
    }

    private static async Task<string> StatusAsync(WorkHost host, Func<string, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (true)
        {
            var status = await host.StatusAsync("busy");
            if (isIt(status))
            {
                return status;
            }

            Assert.False(limit.IsCancellationRequested, status);
        }
    }
}
