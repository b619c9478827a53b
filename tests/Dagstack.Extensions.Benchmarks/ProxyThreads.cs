using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Whether two threads that call one plugin wait for each other: the time of as many calls on each.</summary>
#pragma warning disable CA1001 // The barriers live as long as the process that measures.
public class ProxyThreads
#pragma warning restore CA1001
{
    private const int Calls = 1_000_000;

    private IMeter _direct = null!;
    private IMeter _proxy = null!;
    private IMeter _counting = null!;
    private Barrier _begin = null!;
    private Barrier _end = null!;
    private volatile IMeter? _meter;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        // This plugin writes nothing: two threads that add to one field would wait for each other by themselves.
        _direct = new Still();
        _proxy = MeterHost.StartOne(new Still());
        _counting = new CountingProxy(new Still());
        _begin = new(Threads);
        _end = new(Threads);
        for (var i = 1; i < Threads; i++)
        {
            new Thread(Work) { IsBackground = true }.Start();
        }
    }

    [Benchmark(Baseline = true, Description = "direct", OperationsPerInvoke = Calls)]
    public void Direct() => Run(_direct);

    [Benchmark(Description = "proxy", OperationsPerInvoke = Calls)]
    public void Proxy() => Run(_proxy);

    [Benchmark(Description = "one shared counter", OperationsPerInvoke = Calls)]
    public void Counting() => Run(_counting);

    [GlobalCleanup]
    public void Cleanup() => Run(null);

    /// <summary>Lets every thread make its calls, and waits for them. The threads live as long as those of a pool do.</summary>
    private void Run(IMeter? meter)
    {
        _meter = meter;
        _begin.SignalAndWait();
        Call(meter);
        _end.SignalAndWait();
    }

    private void Work()
    {
        do
        {
            _begin.SignalAndWait();
            Call(_meter);
            _end.SignalAndWait();
        }
        while (_meter is not null);
    }

    private static void Call(IMeter? meter)
    {
        for (var i = 0; meter is not null && i < Calls; i++)
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
