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
    public async Task Call_ServerThatCannotBeReachedForASecond_IsAnsweredWhenItCanBe()
    {
        await using var server = await DeskServer.StartAsync();
        server.On = (context, request) =>
        {
            // From the call on it is looked at as well, by the list of its tools.
            var calls = server.CountOf("desk.web.read");
            var isAway = calls is 1 or 2 && (request.Message == "tools/call" || request.Message == "tools/list");
            if (isAway && calls == 2 && request.Message == "tools/call")
            {
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, "1");
            }
            else if (isAway)
            {
                context.Abort();
            }

            return Task.FromResult(isAway);
        };
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));

        Assert.Equal(3, server.CountOf("desk.web.read"));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    [Fact]
    public async Task Call_WhileAnotherWaitsToBeMadeAgain_TakesItsPlace()
    {
        await using var server = await DeskServer.StartAsync();
        server.On = static (context, request) =>
        {
            context.Response.Headers.RetryAfter = "50";
            context.Response.StatusCode = request.Tool == "desk.web.read" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Task.FromResult(request.Tool == "desk.web.read");
        };
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Mcp = static options => options.MaxCalls = 1 });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = host.Desk.ReadAsync("x", enough.Token);
        await Wait.UntilAsync(() => server.CountOf("desk.web.read") == 1);
        var quick = PluginCalls.With(host.Desk, new() { Timeout = TimeSpan.FromSeconds(20) });

        Assert.Equal("y", await quick.WriteAsync("y", Token));

        Assert.False(waiting.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
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
