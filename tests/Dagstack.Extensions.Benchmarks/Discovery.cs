using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Finding, reading and registering plugins, against a walk over the folders that reads the files.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class Discovery
{
    private PluginFactory _factory = null!;

    [Params(1_000, 10_000)]
    public int Manifests { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _factory = new();
        _factory.AddManifests(Manifests);
    }

    [GlobalCleanup]
    public void Cleanup() => _factory.Dispose();

    [Benchmark(Baseline = true, Description = "walk and read")]
    public int WalkAndRead() => Walk(_factory.Root);

    [Benchmark(Description = "discover")]
    public int Discover()
    {
        var services = new ServiceCollection().AddDagstackPlugins(options => options.AddKind<IMeter>().Discover(_factory.Root));
        return services.Count > Manifests ? services.Count : throw new InvalidOperationException($"{services.Count} services for {Manifests} plugins.");
    }

    /// <summary>What has to be done at least: each folder listed once, each manifest read once.</summary>
    private static int Walk(string folder)
    {
        var sum = 0;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            sum += entry is FileInfo file ? File.ReadAllBytes(file.FullName).Length : Walk(entry.FullName);
        }

        return sum;
    }
}
