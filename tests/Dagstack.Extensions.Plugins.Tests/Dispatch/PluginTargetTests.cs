using Dagstack.Extensions.Plugins.CompilerServices;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class PluginTargetTests
{
    private const int Seed = 20_260;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task CloseAsync_NobodyInside_CompletesAtOnce()
    {
        var target = NewTarget();

        var drained = target.CloseAsync();

        Assert.True(drained.IsCompletedSuccessfully);
        Assert.False(target.TryEnter(out _));
        Assert.Equal(0, target.InFlight);
        await drained;
    }

    [Fact]
    public async Task CloseAsync_CallsInside_CompletesWithTheLast()
    {
        var target = NewTarget();
        Assert.True(target.TryEnter(out var first));
        Assert.True(target.TryEnter(out var second));

        var drained = target.CloseAsync();

        Assert.False(drained.IsCompleted);
        Assert.Equal(2, target.InFlight);
        first.Exit();
        Assert.False(drained.IsCompleted);
        Assert.False(target.TryEnter(out _));
        Assert.False(drained.IsCompleted);
        second.Exit();
        await drained.WaitAsync(s_limit);
        Assert.Equal(0, target.InFlight);
    }

    [Fact]
    public async Task CloseAsync_Twice_IsOneAndTheSameDraining()
    {
        var target = NewTarget();
        Assert.True(target.TryEnter(out var call));

        var first = target.CloseAsync();
        var second = target.CloseAsync();

        Assert.Same(first, second);
        Assert.False(second.IsCompleted);
        call.Exit();
        await second.WaitAsync(s_limit);
        Assert.True(target.CloseAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Exit_OnAnotherThread_CountsForTheStripeThatWasEntered()
    {
        var target = NewTarget();
        Assert.True(target.TryEnter(out var call));
        var drained = target.CloseAsync();

        var other = new Thread(() => call.Exit());
        other.Start();
        other.Join();

        await drained.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Token_AfterClose_IsStillTheOneOfThePlugin()
    {
        using var stopping = new CancellationTokenSource();
        var target = new PluginTarget(new object(), stopping.Token);
        Assert.True(target.TryEnter(out var call));
        var drained = target.CloseAsync();

        await stopping.CancelAsync();

        Assert.True(call.Token(CancellationToken.None).IsCancellationRequested);
        call.Exit();
        await drained.WaitAsync(s_limit);
    }

    /// <summary>
    /// Threads enter and leave, some leaving for one another, while a target is closed at a random moment.
    /// <c>inside</c> is kept by the test itself, between entering and leaving: were a caller let in that closing
    /// has not counted, or counted out too early, it would be seen inside a target that says it is empty.
    /// </summary>
    [Fact]
    public void CloseAsync_UnderCallers_CompletesWhenAndOnlyWhenNobodyIsInside()
    {
        const int rounds = 10_000;
        const int callers = 4;
        using var race = new Race(callers);
        var threads = Enumerable.Range(0, callers).Select(number => new Thread(() => race.Call(new Random(Seed + number), rounds)) { IsBackground = true }).ToList();
        threads.ForEach(static thread => thread.Start());

        var random = new Random(Seed);
        for (var round = 0; round < rounds; round++)
        {
            race.Close(random);
        }

        Assert.All(threads, static thread => Assert.True(thread.Join(s_limit)));
        Assert.Empty(race.Failures);
        Assert.True(race.Entered > rounds, $"only {race.Entered} calls entered in {rounds} rounds");
    }

    private static PluginTarget NewTarget() => new(new object(), CancellationToken.None);

    private sealed class Race(int callers) : IDisposable
    {
        private readonly Barrier _start = new(callers + 1);
        private readonly Barrier _end = new(callers + 1);
        private PluginTarget _target = NewTarget();
        private int _inside;
        private int _empty;
        private long _entered;

        public System.Collections.Concurrent.ConcurrentQueue<string> Failures { get; } = [];

        public long Entered => Interlocked.Read(ref _entered);

        public void Close(Random random)
        {
            _target = NewTarget();
            _empty = 0;
            _inside = 0;
            Meet(_start);
            Thread.SpinWait(random.Next(200));
            var closers = random.Next(3) == 0 ? 2 : 1;
            var drained = _target.CloseAsync();
            if (closers == 2 && _target.CloseAsync() != drained)
            {
                Failures.Enqueue("closing twice gave two tasks");
            }

            if (!drained.Wait(s_limit))
            {
                Failures.Enqueue($"not drained: {_target.InFlight} calls in flight");
            }

            // From here on nobody may be inside, nor come in.
            Volatile.Write(ref _empty, 1);
            var inside = Volatile.Read(ref _inside);
            if (inside != 0)
            {
                Failures.Enqueue($"drained with {inside} callers inside");
            }

            if (_target.TryEnter(out _))
            {
                Failures.Enqueue("entered after draining");
            }

            Meet(_end);
            if (_target.InFlight != 0)
            {
                Failures.Enqueue($"{_target.InFlight} calls in flight at the end");
            }
        }

        public void Call(Random random, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                Meet(_start);
                var target = _target;
                var entered = 0;
                // Bounded: on few processors the closing thread would else wait for its turn to run.
                while (entered < 64 && target.TryEnter(out var call))
                {
                    entered++;
                    Interlocked.Increment(ref _inside);
                    if (Volatile.Read(ref _empty) != 0)
                    {
                        Failures.Enqueue("inside after draining");
                    }

                    Thread.SpinWait(random.Next(8));
                    if (random.Next(64) == 0)
                    {
                        // Another thread leaves for this one, which has gone on meanwhile.
                        ThreadPool.UnsafeQueueUserWorkItem(static state => Leave(state.Race, state.Call), (Race: this, Call: call), preferLocal: false);
                    }
                    else
                    {
                        Leave(this, call);
                    }
                }

                Interlocked.Add(ref _entered, entered);
                Meet(_end);
            }
        }

        private static void Leave(Race race, PluginCall call)
        {
            Interlocked.Decrement(ref race._inside);
            call.Exit();
        }

        public void Dispose()
        {
            _start.Dispose();
            _end.Dispose();
        }

        private static void Meet(Barrier barrier)
        {
            if (!barrier.SignalAndWait(s_limit))
            {
                throw new TimeoutException("A thread of this test did not come.");
            }
        }
    }
}
