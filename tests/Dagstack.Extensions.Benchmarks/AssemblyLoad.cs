using System.Runtime.Loader;
using BenchmarkDotNet.Attributes;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.InProcess;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Loading 100 plugin assemblies and making an object of each. An assembly is loaded once, so every iteration has new ones.</summary>
/// <remarks>A process measures once: what stays loaded of one measurement makes the next one slower, McMaster's above all.</remarks>
[InvocationCount(1, 1)]
[WarmupCount(0)]
[IterationCount(1)]
[ProcessCount(7)]
public class AssemblyLoad
{
    private const int Plugins = 100;

    private readonly List<object> _alive = [];
    private PluginFactory _factory = null!;
    private string[] _paths = null!;
    private ServiceProvider _provider = null!;
    private int _set;

    [GlobalSetup]
    public void MakeFactory() => _factory = new();

    [GlobalCleanup]
    public void Cleanup() => _factory.Dispose();

    [IterationSetup]
    public void MakePlugins()
    {
        var set = "s" + _set++;
        _paths = _factory.AddPlugins(set, Plugins);
        _provider = new ServiceCollection().AddDagstackPlugins(options => options.AddKind<IMeter>().Discover(Path.Combine(_factory.Root, set))).BuildServiceProvider();
        _alive.Add(_provider);

        // Making the host is measured elsewhere; this is what starting it costs.
        _ = _provider.GetRequiredService<IPluginRegistry>().Plugins.Count;
    }

    [Benchmark(Baseline = true, Description = "default context")]
    public int DefaultContext() => Each(static path => AssemblyLoadContext.Default.LoadFromAssemblyPath(path).GetType("Reader")!);

    [Benchmark(Description = "plugin contexts")]
    public int PluginContexts()
    {
        var shared = new SharedAssemblies([]);
        return Each(path =>
        {
            var context = new PluginLoadContext(new("meter", "m"), new(path), new(Path.GetDirectoryName(path)!), shared, collectible: false, static (_, _) => { });
            _alive.Add(context);
            return context.LoadEntry().GetType("Reader")!;
        });
    }

    [Benchmark(Description = "plugins set up")]
    public int Host()
    {
        _provider.SetupPluginsAsync().GetAwaiter().GetResult();
        var ready = _provider.GetRequiredService<IPluginRegistry>().Plugins.Count(static plugin => plugin.IsServing);
        return ready == Plugins ? ready : throw new InvalidOperationException($"{ready} of {Plugins} plugins are ready.");
    }

    [Benchmark(Description = "McMaster.NETCore.Plugins")]
    public int McMaster() => EachByMcMaster([typeof(IMeter)], static _ => { });

    [Benchmark(Description = "McMaster.NETCore.Plugins, lazy")]
    public int LazyMcMaster() => EachByMcMaster([typeof(IMeter)], static config => config.IsLazyLoaded = true);

    /// <summary>Its fastest way: it then does not walk through what the contract references, and gives up isolation from the host.</summary>
    [Benchmark(Description = "McMaster.NETCore.Plugins, host first")]
    public int HostFirstMcMaster() => EachByMcMaster([], static config => config.PreferSharedTypes = true);

    private int EachByMcMaster(Type[] shared, Action<PluginConfig> configure) => Each(path =>
    {
        var loader = PluginLoader.CreateFromAssemblyFile(path, shared, configure);
        _alive.Add(loader);
        return loader.LoadDefaultAssembly().GetType("Reader")!;
    });

    private int Each(Func<string, Type> load)
    {
        var sum = 0;
        foreach (var path in _paths)
        {
            var meter = (IMeter)Activator.CreateInstance(load(path))!;
            _alive.Add(meter);
            sum += meter.Read(1);
        }

        return sum;
    }
}
