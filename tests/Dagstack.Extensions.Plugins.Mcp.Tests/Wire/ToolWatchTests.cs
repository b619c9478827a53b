using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>How long is waited before a server is listened to again.</summary>
public sealed class ToolWatchTests
{
    [Fact]
    public async Task ToolsChanged_SubscriptionThatHeldForLong_IsMadeAgainSoon()
    {
        var time = new StepTime();
        var acknowledged = 0;
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(new() { Time = time, ToolsChanged = () => Interlocked.Increment(ref acknowledged) });
        var listening = await server.NextAsync("subscriptions/listen");
        foreach (var pause in new[] { 1, 2, 4 })
        {
            await AgainAsync(TimeSpan.FromSeconds(pause));
        }

        await Wait.UntilAsync(() => Volatile.Read(ref acknowledged) == 3);
        time.Advance(TimeSpan.FromHours(1));
        await AgainAsync(TimeSpan.FromSeconds(1));

        async Task AgainAsync(TimeSpan pause)
        {
            var waits = time.Waits(pause);
            await server.RespondAsync(listening, new JsonObject());
            await Wait.UntilAsync(() => time.Waits(pause) > waits, $"a pause of {pause}");
            time.Advance(pause);
            listening = await server.NextAsync("subscriptions/listen");
        }
    }
}
