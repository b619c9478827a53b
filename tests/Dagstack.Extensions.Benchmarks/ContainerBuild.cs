using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>What many plugins cost before the first of them is called: registering, building the provider, and making the host.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ContainerBuild
{
    private string[] _keys = null!;
    private IServiceCollection _plugins = null!;
    private IServiceCollection _byHand = null!;

    [Params(1_000, 10_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _keys = MeterHost.Keys(Keys);
        _plugins = MeterHost.Plugins(_keys);
        _byHand = MeterHost.ByHand(_keys);
    }

    [Benchmark(Baseline = true, Description = "by hand"), BenchmarkCategory("register")]
    public object RegisterByHand() => MeterHost.ByHand(_keys);

    [Benchmark(Description = "plugins"), BenchmarkCategory("register")]
    public object RegisterPlugins() => MeterHost.Plugins(_keys);

    [Benchmark(Baseline = true, Description = "by hand"), BenchmarkCategory("build")]
    public void BuildByHand() => _byHand.BuildServiceProvider().Dispose();

    [Benchmark(Description = "plugins"), BenchmarkCategory("build")]
    public void BuildPlugins() => _plugins.BuildServiceProvider().Dispose();

    [Benchmark(Baseline = true, Description = "by hand"), BenchmarkCategory("build, resolve one")]
    public IMeter ResolveByHand() => Resolve(_byHand);

    [Benchmark(Description = "plugins"), BenchmarkCategory("build, resolve one")]
    public IMeter ResolvePlugin() => Resolve(_plugins);

    /// <summary>The first plugin that is asked for makes the host, and with it the proxies of all.</summary>
    private IMeter Resolve(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredKeyedService<IMeter>(_keys[0]);
    }
}
