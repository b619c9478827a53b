using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>What a call costs that somebody watches: a listener of spans or measurements, or middleware.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class WatchedCall
{
    private IMeter _plugin = null!;
    private IMeter _wrapped = null!;
    private ActivityListener? _spans;
    private MeterListener? _measurements;

    [GlobalSetup]
    public void Setup()
    {
        _plugin = MeterHost.StartOne(new Meter());
        var provider = new ServiceCollection().AddDagstackPlugins(static options => options.Add("meter:m", new Meter()).Use(static (call, next) => next(call))).BuildServiceProvider();
        provider.SetupPluginsAsync().GetAwaiter().GetResult();
        _wrapped = provider.GetRequiredKeyedService<IMeter>("meter:m");
    }

    [GlobalSetup(Target = nameof(WithSpans))]
    public void SetupSpans()
    {
        Setup();
        _spans = new() { ShouldListenTo = static source => source.Name == "Dagstack.Plugins", Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(_spans);
    }

    [GlobalSetup(Target = nameof(WithMeasurements))]
    public void SetupMeasurements()
    {
        Setup();
        _measurements = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Dagstack.Plugins")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _measurements.Start();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _spans?.Dispose();
        _measurements?.Dispose();
    }

    [Benchmark(Baseline = true, Description = "nobody listens")]
    public int Alone() => _plugin.Read(1);

    [Benchmark(Description = "a listener of spans")]
    public int WithSpans() => _plugin.Read(1);

    [Benchmark(Description = "a listener of measurements")]
    public int WithMeasurements() => _plugin.Read(1);

    [Benchmark(Description = "one middleware")]
    public int WithMiddleware() => _wrapped.Read(1);
}
