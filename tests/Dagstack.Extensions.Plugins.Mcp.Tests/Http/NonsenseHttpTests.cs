using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What callers see of a server that answers with nonsense over HTTP: each its error, and the next call is served.</summary>
[Collection(nameof(Alone))]
public sealed class NonsenseHttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Type, string> Faults => new()
    {
        { "huge", typeof(PluginSerializationException), "67,108,864" },
        { "huge event", typeof(PluginSerializationException), "67,108,864" },
        { "no type", typeof(PluginCallException), "protocol" },
        { "another type", typeof(PluginCallException), "protocol" },
        { "nothing", typeof(PluginCallException), "protocol" },
        { "accepted", typeof(PluginCallException), "protocol" },
        { "half", typeof(PluginCallException), "protocol" },
        { "no json", typeof(PluginCallException), "protocol" },
        { "deep", typeof(PluginCallException), "protocol" },
        { "result", typeof(PluginCallException), "is an object" },
        { "keys twice", typeof(PluginCallException), "cannot be read" },
        { "half a pair", typeof(PluginCallException), "\uFFFD" },
        { "refused with keys twice", typeof(PluginCallException), "m" },
        { "refused with half a pair", typeof(PluginCallException), "\uFFFD" },
        { "another id", typeof(PluginCallException), "protocol" },
        { "null id", typeof(PluginCallException), "protocol" },
        { "half an event", typeof(PluginCallException), "protocol" },
        { "event of noise", typeof(PluginCallException), "protocol" },
        { "no event", typeof(PluginCallException), "protocol" },
        { "data", typeof(PluginCallException), "65,536" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Call_AnsweredWithNonsense_HasItsErrorAndTheNextOneIsServed(string what, Type type, string expected)
    {
        await using var server = await DeskServer.StartAsync(static server => server.On = NonsenseDesk.AnswerAsync);
        await using var host = await DeskHost.OfAsync(server);

        var fault = await Assert.ThrowsAsync(type, () => host.Desk.WriteAsync(what, Token).WaitAsync(Limits.Patience, Token));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.ToString().Length, 1, 20_000);
        Assert.True(fault is not PluginCallException call || call.Plugin == host.Status.Id);
        await AssertServesAsync(host);
    }

    [Theory]
    [InlineData("noise and answer", true)]
    [InlineData("answer without end", true)]
    [InlineData("session", true)]
    [InlineData("session", false)]
    public async Task Call_AnsweredAmongNonsense_HasItsAnswer(string what, bool hasSessions)
    {
        await using var server = await DeskServer.StartAsync(static server => server.On = NonsenseDesk.AnswerAsync, hasSessions);
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal("fine", await host.Desk.WriteAsync(what, Token).WaitAsync(Limits.Patience, Token));

        await AssertServesAsync(host);
        Assert.DoesNotContain(server.Seen, static request => request.Headers.GetValueOrDefault("Mcp-Session-Id") == "another");
    }

    [Fact]
    public async Task Call_EventsWithoutEnd_TimesOutAndHoldsLittleMemory()
    {
        await using var server = await DeskServer.StartAsync(static server => server.On = NonsenseDesk.AnswerAsync);
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Mcp = static mcp => mcp.MaxRetries = 0,

            // The test keeps each line that is logged, and each event is one.
            Services = static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None)),
        });
        var desk = PluginCalls.With(host.Desk, new() { Timeout = TimeSpan.FromSeconds(2) });

        var held = await HeldMemory.WhileAsync(() => Assert.ThrowsAsync<PluginTimeoutException>(() => desk.WriteAsync("without end", Token).WaitAsync(Limits.Patience, Token)));

        // Far more is sent in these two seconds; on a busy machine some of it waits to be looked at.
        Assert.InRange(held, 0, 128L * 1024 * 1024);
        await AssertServesAsync(host);
    }

    private static async Task AssertServesAsync(DeskHost host)
    {
        Assert.Equal("again", await host.Desk.ReadAsync("again", Token).WaitAsync(Limits.Patience, Token));
        Assert.Equal("once more", await host.Desk.WriteAsync("once more", Token).WaitAsync(Limits.Patience, Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
        await host.StopAsync();
        Assert.Equal(PluginState.Stopped, host.Status.State);
    }
}
