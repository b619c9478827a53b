using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable DSP019 // What one would write by hand is the baseline.

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Calls of ten plugins as one, against what one would write by hand over the same plugins.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Dispatching
{
    private const int Plugins = 10;

    private IPlugins<IRelay> _plugins = null!;
    private IRelay[] _direct = null!;
    private IRelay[] _proxies = null!;

    [GlobalSetup]
    public void Setup()
    {
        _direct = [.. Enumerable.Range(0, Plugins).Select(static _ => new Relay())];
        var provider = new ServiceCollection().AddDagstackPlugins(options =>
        {
            for (var i = 0; i < Plugins; i++)
            {
                options.Add($"relay:r{i}", new Relay());
            }
        }).BuildServiceProvider();
        provider.SetupPluginsAsync().GetAwaiter().GetResult();
        _plugins = provider.GetRequiredService<IPlugins<IRelay>>();
        _proxies = [.. _plugins];
    }

    [Benchmark(Baseline = true, Description = "an array of the plugins"), BenchmarkCategory("enumerate")]
    public int EnumerateArray()
    {
        var count = 0;
        foreach (var relay in _proxies)
        {
            count += relay is null ? 0 : 1;
        }

        return count;
    }

    [Benchmark(Description = "IPlugins.Serving"), BenchmarkCategory("enumerate")]
    public int EnumerateServing()
    {
        var count = 0;
        foreach (var relay in _plugins.Serving)
        {
            count += relay is null ? 0 : 1;
        }

        return count;
    }

    [Benchmark(Baseline = true, Description = "a loop over the plugins"), BenchmarkCategory("chain")]
    public int LoopOverPlugins() => Loop(_proxies);

    [Benchmark(Description = "a loop over direct objects"), BenchmarkCategory("chain")]
    public int LoopOverObjects() => Loop(_direct);

    [Benchmark(Description = "chain"), BenchmarkCategory("chain")]
    public int Chain() => _plugins.Pass(1);

    [Benchmark(Baseline = true, Description = "Task.WhenAll over the plugins"), BenchmarkCategory("collect")]
    public async Task<int[]> WhenAllResults() => await Task.WhenAll(_proxies.Select(static relay => relay.GatherAsync(1).AsTask()));

    [Benchmark(Description = "collect"), BenchmarkCategory("collect")]
    public Task<BroadcastResult<int>> Collect() => _plugins.GatherAsync(1);

    [Benchmark(Baseline = true, Description = "Task.WhenAll over the plugins"), BenchmarkCategory("notify")]
    public Task WhenAll() => Task.WhenAll(_proxies.Select(static relay => relay.TellAsync(1).AsTask()));

    [Benchmark(Description = "notify"), BenchmarkCategory("notify")]
    public Task Notify() => _plugins.TellAsync(1);

    private static int Loop(IRelay[] relays)
    {
        var value = 1;
        foreach (var relay in relays)
        {
            value = relay.Pass(value);
        }

        return value;
    }
}
