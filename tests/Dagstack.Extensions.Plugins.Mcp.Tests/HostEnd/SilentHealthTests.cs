using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Http;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>Health checks without an answer while the host stops, which are no reason to give a plugin up.</summary>
[Collection(nameof(Alone))]
public sealed class SilentHealthTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly Holder _holder = new();

    [Fact]
    public async Task Http_ThirdSilentCheckEndsSinceTheHostStops_ServesUntilItIsItsTurn()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.health"]);
        server.Result = static (_, arguments) => new JsonObject { ["structuredContent"] = new JsonObject { ["status"] = "healthy", ["result"] = (string?)arguments?["what"] }, ["content"] = new JsonArray() };
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Options = SetHealth, Services = AddServices });
        var before = server.CountOf("dagstack.health");
        server.On = static async (context, request) =>
        {
            if (request.Tool == "dagstack.health")
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return request.Tool == "dagstack.health";
        };

        await HaveThreeAsync(() => server.CountOf("dagstack.health") - before);

        await StopAsync(host.StopAsync, host.Logs, () => host.Desk.ReadAsync("x", TestContext.Current.CancellationToken), () => host.Status);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Stdio_ThirdSilentCheckEndsSinceTheHostStops_ServesUntilItIsItsTurn()
    {
        await using var host = await CalcHost.StartAsync(new() { Options = SetHealth, Services = AddServices });
        await host.Calc.DoAsync("health:silent", TestContext.Current.CancellationToken);

        await HaveThreeAsync(() => host.Logs.Lines.Count(static line => line.Contains("asked and silent", StringComparison.Ordinal)));

        await StopAsync(host.StopAsync, host.Logs, () => host.Calc.DoAsync("x", TestContext.Current.CancellationToken), () => host.Status);
    }

    private static void SetHealth(DagstackPluginOptions options) => (options.HealthInterval, options.HealthTimeout, options.HealthFailures) = (s_interval, s_timeout, 10);

    private void AddServices(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time).AddSingleton<IHostedService>(_holder);

    /// <summary>Lets two checks end without an answer, and the third begin.</summary>
    private async Task HaveThreeAsync(Func<int> count)
    {
        for (var check = 1; check <= 3; check++)
        {
            if (check > 1)
            {
                _time.Advance(s_timeout);
            }

            while (count() < check)
            {
                // A question that comes while the one before ends is not asked, and the next one is.
                _time.Advance(s_interval);
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                while (count() < check && !limit.IsCancellationRequested)
                {
                    await Task.Yield();
                }
            }
        }
    }

    private async Task StopAsync(Func<Task> stopAsync, LogLines logs, Func<Task<string>> callAsync, Func<PluginStatus> status)
    {
        var stop = stopAsync();
        try
        {
            await _holder.Stopping;
            Assert.Equal("x", await callAsync());
            Assert.Equal(1, status().Generation);
        }
        finally
        {
            _holder.Release();
        }

        await stop;
        Assert.DoesNotContain(logs.Lines, static line => line.Contains("three health checks", StringComparison.Ordinal));
        Assert.Equal((PluginState.Stopped, null), (status().State, status().Reason));
    }
}
