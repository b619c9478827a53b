using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Looking up one key of 50,000, against the JSON provider.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class ConfigurationLookup
{
    private ConfigurationFiles _files = null!;
    private IConfigurationRoot _json = null!;
    private IConfigurationRoot _dagstack = null!;
    private Extensions.Configuration.DagstackConfig _typed = null!;

    [GlobalSetup]
    public void Setup()
    {
        _files = new(50_000);
        _json = _files.Json();
        _dagstack = _files.Dagstack("app.yaml");
        _typed = _dagstack.GetDagstackConfig();
    }

    [GlobalCleanup]
    public void Cleanup() => _files.Dispose();

    [Benchmark(Baseline = true, Description = "JSON provider")]
    public string? Json() => _json["section500:key_4"];

    [Benchmark(Description = "dagstack provider")]
    public string? Dagstack() => _dagstack["section500:key_4"];

    [Benchmark(Description = "DagstackConfig.GetString")]
    public string Typed() => _typed.GetString("section500.key_4");
}
