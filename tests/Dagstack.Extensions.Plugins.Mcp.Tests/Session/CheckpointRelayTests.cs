using System.Text;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Session;

/// <summary>Checkpoints that come faster than the store takes them, and stores that are of no use.</summary>
public sealed class CheckpointRelayTests
{
    private static readonly CancellationToken s_over = new(canceled: true);

    [Fact]
    public async Task Take_MoreThanTheStoreTakes_KeepsTheNewestOfEachKey()
    {
        using var gate = new SemaphoreSlim(0);
        var store = new FakeCheckpoint((_, token) => gate.WaitAsync(token));
        using var logs = new LogLines();
        var relay = new CheckpointRelay(store, logs.CreateLogger("x"), new());
        Take(relay, "only", "1");
        for (var page = 1; page <= 5000; page++)
        {
            Take(relay, "at", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        gate.Release(10_000);
        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);

        Assert.Equal(("at", "\"5000\""), store.Saved[^1]);
        Assert.Contains(("only", "\"1\""), store.Saved);
        Assert.InRange(store.Saved.Count, 2, 4);
        Assert.Empty(logs.Lines);
    }

    [Fact]
    public async Task Take_MoreBytesThanMayWait_AreLostAndSaid()
    {
        using var gate = new SemaphoreSlim(0);
        var store = new FakeCheckpoint((_, token) => gate.WaitAsync(token));
        using var logs = new LogLines();
        var relay = new CheckpointRelay(store, logs.CreateLogger("x"), new());
        var megabyte = new string('x', 1024 * 1024);
        for (var i = 0; i < 40; i++)
        {
            Take(relay, $"key{i}", megabyte);
        }

        await logs.WaitForAsync("Checkpoints are lost, the first of them 'key");
        Take(relay, "key39", "small");
        gate.Release(100);
        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);

        Assert.InRange(store.Saved.Sum(static one => (long)one.Value.Length), 10 * 1024 * 1024, 18 * 1024 * 1024);
        Assert.Contains(("key39", "\"small\""), store.Saved);
    }

    [Fact]
    public async Task Take_StoreThatThrows_IsSaidAndTheNextOneIsSaved()
    {
        var store = new FakeCheckpoint(static (key, _) => key == "bad" ? throw new IOException("no disk") : Task.CompletedTask);
        using var logs = new LogLines();
        var relay = new CheckpointRelay(store, logs.CreateLogger("x"), new());
        Take(relay, "bad", "1");
        Take(relay, "good", "2");

        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);

        Assert.Equal([("good", "\"2\"")], store.Saved);
        Assert.Contains(logs.Lines, static line => line.Contains("no disk", StringComparison.Ordinal) && line.Contains("(bad)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task End_StoreThatWaits_IsGivenUpAndSavesNothingMore()
    {
        var store = new FakeCheckpoint(static (_, token) => Task.Delay(Timeout.Infinite, token));
        using var logs = new LogLines();
        var relay = new CheckpointRelay(store, logs.CreateLogger("x"), new());
        Take(relay, "a", "1");
        Take(relay, "b", "2");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relay.EndAsync(s_over));

        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);
        Assert.Empty(store.Saved);
        Assert.Contains(logs.Lines, static line => line.Contains("2 checkpoints", StringComparison.Ordinal));
    }

    [Fact]
    public async Task End_StoreThatIgnoresItsToken_SavesNothingMoreAfterwards()
    {
        using var gate = new SemaphoreSlim(0);
        var began = new TaskCompletionSource();
        var store = new FakeCheckpoint((_, _) =>
        {
            began.TrySetResult();
            return gate.WaitAsync(CancellationToken.None);
        });
        using var logs = new LogLines();
        var relay = new CheckpointRelay(store, logs.CreateLogger("x"), new());
        Take(relay, "a", "1");
        Take(relay, "b", "2");
        await began.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relay.EndAsync(s_over));

        // The next instance has its own by now.
        gate.Release(10);
        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);
        Take(relay, "c", "3");
        await relay.EndAsync(CancellationToken.None).WaitAsync(Limits.Patience);

        Assert.Equal([("a", "\"1\"")], store.Saved);
    }

    private static void Take(CheckpointRelay relay, string key, string value) =>
        relay.Take(Encoding.UTF8.GetBytes(new JsonObject { ["key"] = key, ["value"] = value }.ToJsonString()));
}
