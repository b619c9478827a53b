using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>What asking the container for a plugin costs, and whether that grows with the number of plugins.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class KeyedResolve
{
    private ServiceProvider _plugins = null!;
    private ServiceProvider _byHand = null!;
    private string _key = null!;

    [Params(1, 100, 10_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var keys = MeterHost.Keys(Keys);
        _plugins = MeterHost.Plugins(keys).BuildServiceProvider();
        _byHand = MeterHost.ByHand(keys).BuildServiceProvider();
        _key = keys[Keys / 2];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _plugins.Dispose();
        _byHand.Dispose();
    }

    [Benchmark(Baseline = true, Description = "by hand")]
    public IMeter ByHand() => _byHand.GetRequiredKeyedService<IMeter>(_key);

    [Benchmark(Description = "plugin")]
    public IMeter Plugin() => _plugins.GetRequiredKeyedService<IMeter>(_key);
}
