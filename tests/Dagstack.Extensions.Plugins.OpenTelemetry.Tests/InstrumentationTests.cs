using System.Diagnostics;
using Chunking;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>A host whose plugins are traced and measured as any library is. Who listens hears all hosts of the process, so that no other runs meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class InstrumentationTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];

    [Fact]
    public async Task Calls_OfAPlugin_AreExported()
    {
        using var host = await StartAsync("plugins/fixed-chunker");
        host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("Hello, dagstack!", 5);
        Flush(host);

        var span = Assert.Single(_spans);
        Assert.Equal((PluginTelemetry.Name, "chunker:fixed chunk"), (span.Source.Name, span.DisplayName));
        Assert.Equal(["dagstack.plugin.call.duration", "dagstack.plugin.calls"], _metrics.Select(static metric => metric.Name).Where(static name => name.StartsWith("dagstack.plugin.call", StringComparison.Ordinal) && !name.EndsWith("active", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Durations_AreInBucketsThatTellCallsApart()
    {
        using var host = await StartAsync("plugins/fixed-chunker");
        host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("Hello, dagstack!", 5);
        Flush(host);

        var bounds = new List<double>();
        foreach (var bucket in _metrics.First(static metric => metric.Name == "dagstack.plugin.call.duration").MetricPoints[0].GetHistogramBuckets())
        {
            bounds.Add(bucket.ExplicitBound);
        }

        Assert.Equal([0.00001, 10, double.PositiveInfinity], [bounds[0], bounds[^2], bounds[^1]]);
    }

    [Fact]
    public async Task Calls_OfAPluginInAnotherProcess_HaveTheRequestBelow()
    {
        using var folder = new TempFolder();
        PluginCopies.AddWorker(folder.Path, "fixed");
        using var host = await StartAsync(folder.Path);
        host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("Hello, dagstack!", 5);
        Flush(host);

        var hook = Assert.Single(_spans, static span => span.DisplayName == "chunker:fixed chunk");
        Assert.Equal("mcp_stdio", hook.GetTagItem("plugin.runtime"));
        Assert.Equal("tools/call chunker.fixed.chunk", Assert.Single(_spans, span => span.ParentSpanId == hook.SpanId).DisplayName);
        Assert.Contains(_metrics, static metric => metric.MeterName == "Experimental.ModelContextProtocol");
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public void AddDagstackInstrumentation_OnNull_Throws()
    {
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(static () => ((TracerProviderBuilder)null!).AddDagstackInstrumentation()).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(static () => ((MeterProviderBuilder)null!).AddDagstackInstrumentation()).ParamName);
    }

    [Fact]
    public async Task AddDagstackInstrumentation_Twice_ExportsOnce()
    {
        using var host = await StartAsync("plugins/fixed-chunker", static tracing => Assert.Same(tracing, tracing.AddDagstackInstrumentation()), static metrics => Assert.Same(metrics, metrics.AddDagstackInstrumentation()));
        host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("Hello, dagstack!", 5);
        Flush(host);

        Assert.Single(_spans);
        Assert.Single(_metrics, static metric => metric.Name == "dagstack.plugin.calls");
    }

    private async Task<IHost> StartAsync(string plugins, Action<TracerProviderBuilder>? tracing = null, Action<MeterProviderBuilder>? metrics = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddDagstackPlugins(options => options.Discover(plugins).UseMcp());
        builder.Services.AddOpenTelemetry()
            .WithTracing(builder =>
            {
                tracing?.Invoke(builder);
                builder.AddDagstackInstrumentation().AddInMemoryExporter(_spans);
            })
            .WithMetrics(builder =>
            {
                metrics?.Invoke(builder);
                builder.AddDagstackInstrumentation().AddInMemoryExporter(_metrics);
            });
        var host = builder.Build();
        await host.StartAsync(_cancellation).WaitAsync(Limits.Patience, _cancellation);
        lock (_spans)
        {
            _spans.Clear();
        }

        return host;
    }

    private static void Flush(IHost host)
    {
        Assert.True(host.Services.GetRequiredService<TracerProvider>().ForceFlush());
        Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
    }
}
