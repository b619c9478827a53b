using System.Collections.Frozen;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Who handles a file extension, against a frozen dictionary of as many extensions with the same comparer.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class CapabilityLookup
{
    private IPlugins<IMeter> _plugins = null!;
    private FrozenDictionary<string, IMeter> _dictionary = null!;
    private string _extension = null!;

    [Params(10, 100, 10_000)]
    public int Plugins { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var provider = new ServiceCollection().AddDagstackPlugins(options =>
        {
            for (var i = 0; i < Plugins; i++)
            {
                options.Add(new PluginManifest { Id = PluginId.Parse(MeterHost.Key(i)), SupportsExtensions = [Extension(i)] }, new Meter());
            }
        }).BuildServiceProvider();
        provider.SetupPluginsAsync().GetAwaiter().GetResult();
        _plugins = provider.GetRequiredService<IPlugins<IMeter>>();
        _dictionary = _plugins.Index().ToFrozenDictionary(static pair => Extension(pair.Index), static pair => pair.Item, StringComparer.OrdinalIgnoreCase);
        _extension = Extension(Plugins / 2);
    }

    [Benchmark(Baseline = true, Description = "frozen dictionary")]
    public IMeter Dictionary() => _dictionary[_extension];

    [Benchmark(Description = "capability lookup")]
    public IMeter Lookup() => _plugins.For(new CapabilityRequest { Extension = _extension });

    private static string Extension(int number) => ".x" + number.ToString("D5", CultureInfo.InvariantCulture);
}
