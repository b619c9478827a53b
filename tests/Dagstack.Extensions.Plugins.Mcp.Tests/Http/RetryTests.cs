using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Which calls over HTTP are made again.</summary>
public sealed class RetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task Call_OfAnIdempotentHook_IsMadeAgainAndOthersAreNot(int status)
    {
        await using var server = await FailingAsync(status, times: 2);
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Equal((3, 1), (server.CountOf("desk.web.read"), server.CountOf("desk.web.write")));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Call_AgainAndAgain_IsMadeAsOftenAsTheHostSays(int max)
    {
        await using var server = await FailingAsync(503, times: 100);
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Mcp = options => options.MaxRetries = max });

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.ReadAsync("x", Token));

        Assert.Equal(1 + max, server.CountOf("desk.web.read"));
    }

    [Fact]
    public async Task Call_ServerThatSaysWhen_IsMadeThen()
    {
        await using var server = await FailingAsync(429, times: 1, retryAfter: "1");
        await using var host = await DeskHost.OfAsync(server);
        var start = Stopwatch.GetTimestamp();

        await host.Desk.ReadAsync("x", Token);

        Assert.True(Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(0.95), $"{Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public async Task Call_ServerThatSaysWhenByADateOfBefore_IsMadeAtOnce()
    {
        await using var server = await FailingAsync(503, times: 1, retryAfter: DateTimeOffset.UnixEpoch.ToString("R", CultureInfo.InvariantCulture));
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
    }

    [Fact]
    public async Task Call_ServerThatAsksForMoreThanThereIs_TimesOutOrFailsAtOnce()
    {
        await using var server = await FailingAsync(503, times: 1, retryAfter: "30");
        await using var host = await DeskHost.OfAsync(server);
        var quick = PluginCalls.With(host.Desk, new() { Timeout = TimeSpan.FromMilliseconds(200) });

        await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.ReadAsync("x", Token));
        await using var other = await FailingAsync(503, times: 1, retryAfter: "3600");
        await using var patient = await DeskHost.OfAsync(other);
        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => patient.Desk.ReadAsync("x", Token));

        Assert.Contains("asks to wait for 3600 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WhileTheBreakerIsOpen_IsNotSent()
    {
        await using var server = await FailingAsync(503, times: 1000);
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Mcp = static options => (options.BreakerMinimumCalls, options.MaxRetries, options.BreakTime) = (3, 0, TimeSpan.FromHours(1)),
        });
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));
        }

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("It is tried again in", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.CountOf("desk.web.write"));
    }

    /// <summary>A server whose tools fail some times, each; with no status, by a connection that breaks.</summary>
    private static Task<DeskServer> FailingAsync(int status, int times, string? retryAfter = null) => DeskServer.StartAsync(server => server.On = (context, request) =>
    {
        if (request.Message != "tools/call" || server.CountOf(request.Tool!) > times)
        {
            return Task.FromResult(false);
        }

        if (status == 0)
        {
            context.Abort();
            return Task.FromResult(true);
        }

        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.FromResult(true);
    });
}
