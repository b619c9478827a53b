using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Building a configuration from one file, against the JSON provider with the same tree.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class ConfigurationLoad
{
    private ConfigurationFiles _files = null!;

    [Params(1_000, 50_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _files = new(Keys);
        var expected = _files.Json().AsEnumerable().ToList();
        foreach (var same in new[] { _files.Toml(), _files.Dagstack("app.yaml"), _files.Dagstack("app.json"), _files.Dagstack("app.toml") })
        {
            if (!same.AsEnumerable().SequenceEqual(expected))
            {
                throw new InvalidOperationException("The trees differ.");
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _files.Dispose();

    [Benchmark(Baseline = true, Description = "AddJsonFile")]
    public IConfigurationRoot Json() => _files.Json();

    [Benchmark(Description = "AddTomlFile")]
    public IConfigurationRoot Toml() => _files.Toml();

    [Benchmark(Description = "AddDagstackConfig, YAML")]
    public IConfigurationRoot DagstackYaml() => _files.Dagstack("app.yaml");

    [Benchmark(Description = "AddDagstackConfig, JSON")]
    public IConfigurationRoot DagstackJson() => _files.Dagstack("app.json");

    [Benchmark(Description = "AddDagstackConfig, TOML")]
    public IConfigurationRoot DagstackToml() => _files.Dagstack("app.toml");
}
