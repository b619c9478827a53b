using BenchmarkDotNet.Attributes;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Setting up 200 plugins that each take 50 ms, in layers that depend on each other, against one plugin in each layer.</summary>
[InvocationCount(1, 1)]
public class StartMany
{
    private const int Plugins = 200;
    private const int Blocking = 25;
    private static readonly TimeSpan s_duration = TimeSpan.FromMilliseconds(50);

    private ServiceProvider _provider = null!;

    [Params(1, 10)]
    public int Depth { get; set; }

    [IterationSetup(Target = nameof(OneInEachLayer))]
    public void MakeOneInEachLayer() => Make(Depth, blocking: 0);

    [IterationSetup(Target = nameof(All))]
    public void MakeAll() => Make(Plugins, blocking: 0);

    [IterationSetup(Target = nameof(AllWithBlocking))]
    public void MakeAllWithBlocking() => Make(Plugins, Blocking);

    [IterationCleanup]
    public void End() => _provider.Dispose();

    [Benchmark(Baseline = true, Description = "one in each layer")]
    public int OneInEachLayer() => Start(Depth);

    [Benchmark(Description = "200")]
    public int All() => Start(Plugins);

    [Benchmark(Description = "200, 25 of them blocking")]
    public int AllWithBlocking() => Start(Plugins);

    private void Make(int plugins, int blocking)
    {
        var width = plugins / Depth;
        _provider = new ServiceCollection()
            .AddDagstackPlugins(options =>
            {
                options.AddKind<IMeter>();
                for (var i = 0; i < plugins; i++)
                {
                    // Evenly among the others, so that every layer has some.
                    var isBlocking = i * blocking / plugins != (i + 1) * blocking / plugins;
                    options.Add(Manifest(i, i < width ? null : i - width), _ => new SlowMeter(s_duration, isBlocking));
                }
            })
            .BuildServiceProvider();

        // Making the host is measured elsewhere; this is what starting it takes.
        _ = _provider.GetRequiredService<IPluginRegistry>().Plugins.Count;
    }

    private static PluginManifest Manifest(int number, int? dependency) => new()
    {
        Id = PluginId.Parse(MeterHost.Key(number)),
        DependsOn = dependency is { } other ? [new(PluginId.Parse(MeterHost.Key(other)).Name)] : [],
    };

    private int Start(int plugins)
    {
        _provider.SetupPluginsAsync().GetAwaiter().GetResult();
        var ready = _provider.GetRequiredService<IPluginRegistry>().Plugins.Count(static plugin => plugin.IsServing);
        return ready == plugins ? ready : throw new InvalidOperationException($"{ready} of {plugins} plugins are ready.");
    }
}
