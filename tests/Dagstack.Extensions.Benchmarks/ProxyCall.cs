using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>What one call through a proxy costs on top of the call itself.</summary>
/// <remarks>The ValueTasks have completed; benchmarks take their results themselves, as the harness would wait for each with a helper of its own.</remarks>
[MemoryDiagnoser(displayGenColumns: false)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ProxyCall
{
    private const int Cell = 16;

    private readonly long[] _cells = new long[3 * Cell];
    private IMeter _direct = null!;
    private IMeter _proxy = null!;
    private IMeter _reflection = null!;
    private IMeter _castle = null!;

    [GlobalSetup]
    public void Setup()
    {
        // An object each: how the runtime specialises one path must not depend on the others.
        _direct = new Meter();
        _proxy = MeterHost.StartOne(new Meter());
        _reflection = ReflectionProxy.Over(new Meter());
        _castle = PassThrough.Over(new Meter());
    }

    [Benchmark(Baseline = true, Description = "direct"), BenchmarkCategory("sync")]
    public int Direct() => _direct.Read(1);

    [Benchmark(Description = "direct + two interlocked"), BenchmarkCategory("sync")]
    public int Floor()
    {
        Interlocked.Increment(ref _cells[Cell]);
        var result = _direct.Read(1);
        Interlocked.Decrement(ref _cells[Cell]);
        return result;
    }

    [Benchmark(Description = "proxy"), BenchmarkCategory("sync")]
    public int Proxy() => _proxy.Read(1);

    [Benchmark(Description = "DispatchProxy"), BenchmarkCategory("sync")]
    public int Reflection() => _reflection.Read(1);

    [Benchmark(Description = "Castle"), BenchmarkCategory("sync")]
    public int Castle() => _castle.Read(1);

    [Benchmark(Baseline = true, Description = "direct"), BenchmarkCategory("ValueTask")]
    public int DirectAsync() => _direct.TakeAsync(1).GetAwaiter().GetResult();

    [Benchmark(Description = "direct + two interlocked"), BenchmarkCategory("ValueTask")]
    public int FloorAsync()
    {
        Interlocked.Increment(ref _cells[Cell]);
        var task = _direct.TakeAsync(1);
        Interlocked.Decrement(ref _cells[Cell]);
        return task.GetAwaiter().GetResult();
    }

    [Benchmark(Description = "proxy"), BenchmarkCategory("ValueTask")]
    public int ProxyAsync() => _proxy.TakeAsync(1).GetAwaiter().GetResult();

    [Benchmark(Description = "DispatchProxy"), BenchmarkCategory("ValueTask")]
    public int ReflectionAsync() => _reflection.TakeAsync(1).GetAwaiter().GetResult();

    [Benchmark(Description = "Castle"), BenchmarkCategory("ValueTask")]
    public int CastleAsync() => _castle.TakeAsync(1).GetAwaiter().GetResult();

    [Benchmark(Baseline = true, Description = "direct"), BenchmarkCategory("ValueTask, token")]
    public int DirectWithToken() => _direct.TakeWithTokenAsync(1, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark(Description = "proxy"), BenchmarkCategory("ValueTask, token")]
    public int ProxyWithToken() => _proxy.TakeWithTokenAsync(1, CancellationToken.None).GetAwaiter().GetResult();
}
