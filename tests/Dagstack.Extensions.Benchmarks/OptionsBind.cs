using System.Globalization;
using BenchmarkDotNet.Attributes;
using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Binding the options of 1,000 plugins against a small and a large configuration of the host.</summary>
[MemoryDiagnoser]
public class OptionsBind
{
    private const int Plugins = 1000;

    private IConfigurationRoot _configuration = null!;

    [Params(100, 50_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var values = new Dictionary<string, string?>
        {
            ["chunker:fixed:MaxSize"] = "128",
            ["chunker:fixed:Overlap"] = "0.25",
            ["chunker:fixed:Enabled"] = "true",
            ["chunker:fixed:Timeout"] = "00:00:30",
            ["chunker:fixed:Mode"] = "Careful",
            ["chunker:fixed:Rules:0:Name"] = "first",
            ["chunker:fixed:Rules:0:Weight"] = "3",
        };
        for (var i = 0; values.Count < Keys; i++)
        {
            values[string.Create(CultureInfo.InvariantCulture, $"section{i / 50}:group{i % 50 / 10}:key{i % 10}")] = "value";
        }

        _configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    [Benchmark(Baseline = true, Description = "stock binder", OperationsPerInvoke = Plugins)]
    public int Stock()
    {
        var sum = 0;
        for (var i = 0; i < Plugins; i++)
        {
            sum += _configuration.GetSection("chunker:fixed").Get<Sample>()!.MaxSize;
        }

        return sum;
    }

    [Benchmark(Description = "plugin options", OperationsPerInvoke = Plugins)]
    public int Ours()
    {
        // One index for all plugins of a host, made once.
        var index = new ConfigurationIndex();
        var sum = 0;
        for (var i = 0; i < Plugins; i++)
        {
            var view = ConfigurationView.Read(_configuration, index, "chunker", "fixed");
            sum += ((Sample)OptionsBinder.Bind(typeof(Sample), view, validate: false).Value!).MaxSize;
        }

        return sum;
    }

    public sealed class Sample
    {
        public int MaxSize { get; set; }

        public double Overlap { get; set; }

        public bool Enabled { get; set; }

        public TimeSpan Timeout { get; set; }

        public SampleMode Mode { get; set; }

        public List<Rule> Rules { get; set; } = [];
    }

    public sealed class Rule
    {
        public string Name { get; set; } = string.Empty;

        public int Weight { get; set; }
    }

    public enum SampleMode
    {
        Fast,
        Careful,
    }
}
