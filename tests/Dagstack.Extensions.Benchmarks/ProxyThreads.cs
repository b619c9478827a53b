using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Whether two threads that call one plugin wait for each other: the time of as many calls on each.</summary>
public class ProxyThreads
{
    private const int Calls = 1_000_000;

    private IMeter _direct = null!;
    private IMeter _proxy = null!;
    private IMeter _counting = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        // This plugin writes nothing: two threads that add to one field would wait for each other by themselves.
        _direct = new Still();
        _proxy = MeterHost.StartOne(new Still());
        _counting = new CountingProxy(new Still());
    }

    [Benchmark(Baseline = true, Description = "direct", OperationsPerInvoke = Calls)]
    public void Direct() => Run(_direct);

    [Benchmark(Description = "proxy", OperationsPerInvoke = Calls)]
    public void Proxy() => Run(_proxy);

    [Benchmark(Description = "one shared counter", OperationsPerInvoke = Calls)]
    public void Counting() => Run(_counting);

    private void Run(IMeter meter)
    {
        using var start = new Barrier(Threads);
        var others = new Thread[Threads - 1];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = new(() => Call(meter, start));
            others[i].Start();
        }

        Call(meter, start);
        foreach (var other in others)
        {
            other.Join();
        }
    }

    private static void Call(IMeter meter, Barrier start)
    {
        start.SignalAndWait();
        for (var i = 0; i < Calls; i++)
        {
            meter.Read(i);
        }
    }

    private sealed class Still : IMeter
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public int Read(int value) => value;

        public ValueTask<int> TakeAsync(int value) => new(value);

        public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => new(value);
    }

    /// <summary>What a proxy with a single count of its calls would be.</summary>
    private sealed class CountingProxy(IMeter target) : IMeter
    {
        private int _inFlight;

        public int Read(int value)
        {
            Interlocked.Increment(ref _inFlight);
            try
            {
                return target.Read(value);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }

        public ValueTask<int> TakeAsync(int value) => target.TakeAsync(value);

        public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => target.TakeWithTokenAsync(value, cancellationToken);
    }
}
