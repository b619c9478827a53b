using Dagstack.Extensions.Plugins.CompilerServices;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>The numbers that calls leave behind on their way, beside the count of those in flight.</summary>
public sealed class PluginCallMeterTests
{
    [Fact]
    public void Read_MillionsOfCallsOfManyThreads_IsExact()
    {
        // So many that what stripes have counted is put by, meanwhile and at the end.
        const int Rounds = 1_000_000, Threads = 4, Last = 18_000_000;
        var (meter, target) = Follow();
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                target.TryEnter(out var call);
                call.Exit();
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        while (threads.Exists(static thread => thread.IsAlive))
        {
            Assert.InRange(meter.Read().Calls, 0, (long)Rounds * Threads);
            target.TimeNextCall();
            threads[0].Join(1);
        }

        Call(target, Last);
        target.TimeNextCall();
        Assert.Equal((((long)Rounds * Threads) + Last, 0L, 0L), (meter.Read().Calls, target.InFlight, meter.Read().Failures));
    }

    [Fact]
    public void Read_CallsOfAllInstances_AlsoOfThoseThatAreGone()
    {
        var meter = new PluginCallMeter();
        var gone = Enumerable.Range(0, 3).Select(_ => CallAndClose(meter)).ToList();
        var (last, open) = (new PluginTarget(new object(), CancellationToken.None), new PluginTarget(new object(), CancellationToken.None));
        meter.Follow(open);
        Assert.True(open.TryEnter(out var inside));
        _ = open.CloseAsync();
        meter.Follow(last);
        Assert.False(open.TryEnter(out _));
        Assert.Equal((4, 3), (meter.Read().Calls, meter.Read().Failures));
        PluginCall.Failed(inside);
        inside.Exit();
        Assert.Equal((4, 4), (meter.Read().Calls, meter.Read().Failures));

        for (var i = 0; i < 10 && gone.Exists(static instance => instance.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.All(gone, static instance => Assert.False(instance.IsAlive));
        GC.KeepAlive(meter);
    }

    [Fact]
    public void TryEnterUncounted_IsInFlightOnly()
    {
        var (meter, target) = Follow();
        Assert.True(target.TryEnterUncounted(out var call));
        Assert.Equal((1, 0), (target.InFlight, meter.Read().Calls));
        var drained = target.CloseAsync();
        Assert.False(drained.IsCompleted);
        call.Exit();
        Assert.True(drained.IsCompleted);
        Assert.False(target.TryEnterUncounted(out _));
        Assert.Equal((0, 0), (target.InFlight, meter.Read().Calls));
    }

    [Fact]
    public void TryEnter_WhetherItIsTimedOrNot_AllocatesNothing()
    {
        var (_, target) = Follow();
        Call(target, 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Call(target, 10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Durations_OfCallsThatTakeNothing_AreOfASample()
    {
        var (meter, target) = Follow();
        Call(target, 1_000_000);
        var calls = meter.Read();
        Assert.Equal(1_000_000, calls.Calls);
        Assert.InRange(calls.Timed, 64, 500_000);
        var before = calls.Timed;
        target.TimeNextCall();
        Call(target, 1);
        Assert.Equal((before + 1, 1_000_001), (meter.Read().Timed, meter.Read().Calls));
        Assert.True(calls.MeanDuration >= TimeSpan.Zero && calls.MeanDuration <= calls.MaxDuration, $"{calls.MeanDuration} {calls.MaxDuration}");
    }

    private static (PluginCallMeter Meter, PluginTarget Target) Follow()
    {
        var (meter, target) = (new PluginCallMeter(), new PluginTarget(new object(), CancellationToken.None));
        meter.Follow(target);
        return (meter, target);
    }

    private static void Call(PluginTarget target, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            target.TryEnter(out var call);
            call.Exit();
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference CallAndClose(PluginCallMeter meter)
    {
        var instance = new object();
        var target = new PluginTarget(instance, CancellationToken.None);
        meter.Follow(target);
        target.TryEnter(out var call);
        PluginCall.Failed(call, new InvalidOperationException());
        call.Exit();
        Assert.True(target.CloseAsync().IsCompleted);
        return new(instance);
    }
}
