using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class PluginTurnsTests
{
    private const int Seed = 20261129;

    private readonly PluginTurns _turns = new(static () => { });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_ManyAtOnceSomeGivenUp_NoTwoThatMeetEachOther()
    {
        var entries = await EntriesAsync(12);
        var random = new Random(Seed);
        var (gate, inside, ran) = (new Lock(), new List<TurnScope>(), 0);
        List<Task> work = [.. Enumerable.Range(0, 2_000).Select(RunAsync)];
        await Task.WhenAll(work).WaitAsync(Limits.Patience, Token);
        Assert.Empty(inside);
        Assert.InRange(ran, 500, 2_000);

        Task RunAsync(int number)
        {
            var scope = random.Next(50) == 0
                ? TurnScope.All
                : new TurnScope(Some(random.Next(1, 3)), Some(random.Next(3)));
            var giveUp = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(20)) : Timeout.InfiniteTimeSpan;
            return Task.Run(async () =>
            {
                using var cancellation = new CancellationTokenSource(giveUp);
                try
                {
                    await (number % 2 == 0
                        ? _turns.StartAsync(scope, _ => InsideAsync(scope), cancellation.Token)
                        : _turns.StopAsync(scope, () => InsideAsync(scope), cancellation.Token));
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // It had not begun.
                }
            });
        }

        HashSet<PluginEntry> Some(int count) => [.. Enumerable.Range(0, count).Select(_ => entries[random.Next(entries.Count)])];

        async Task InsideAsync(TurnScope scope)
        {
            lock (gate)
            {
                Assert.DoesNotContain(inside, scope.Meets);
                inside.Add(scope);
                ran++;
            }

            await (ran % 8 == 0 ? Task.Delay(1) : Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            lock (gate)
            {
                inside.Remove(scope);
            }
        }
    }

    [Fact]
    public async Task Turn_OneThatWaitedGivesUp_WhoCameAfterItStillWaitsForTheFirst()
    {
        var entries = await EntriesAsync(2);
        var (first, giveUp) = (new TaskCompletionSource(), new CancellationTokenSource());
        var running = _turns.StopAsync(TurnScope.Of(entries[0]), () => first.Task, Token);
        var waiting = _turns.StopAsync(TurnScope.Of(entries), static () => Task.CompletedTask, giveUp.Token);
        var last = _turns.StopAsync(TurnScope.Of(entries[0]), static () => Task.CompletedTask, Token);
        var beside = _turns.StopAsync(TurnScope.Of(entries[1]), static () => Task.CompletedTask, Token);
        Assert.False(beside.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await beside.WaitAsync(Limits.Patience, Token);
        Assert.False(last.IsCompleted);
        first.SetResult();
        await Task.WhenAll(running, last).WaitAsync(Limits.Patience, Token);
        giveUp.Dispose();
    }

    [Fact]
    public async Task Turn_Throws_IsOver()
    {
        var entries = await EntriesAsync(1);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _turns.StopAsync(TurnScope.All, static () => throw new InvalidTimeZoneException("no"), Token));
        await _turns.StartAsync(TurnScope.Of(entries), static _ => Task.CompletedTask, Token).WaitAsync(Limits.Patience, Token);
    }

    private static async Task<IReadOnlyList<PluginEntry>> EntriesAsync(int count)
    {
        await using var provider = TestProvider.Build(o =>
        {
            for (var i = 0; i < count; i++)
            {
                o.Add($"greeter:p{i}", new CodePlugin());
            }
        });
        return provider.Services.GetRequiredService<PluginHost>().Entries;
    }
}
