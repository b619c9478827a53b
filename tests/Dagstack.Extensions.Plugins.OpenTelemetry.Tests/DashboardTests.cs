using System.Text.Json;
using System.Text.RegularExpressions;
using Chunking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>The dashboard for Grafana asks for the metrics and labels that a host has, as Prometheus gets them.</summary>
public sealed partial class DashboardTests
{
    private static readonly CancellationToken s_cancellation = TestContext.Current.CancellationToken;

    /// <summary>What no panel asks for: parts of histograms, and how long the SDK's sessions with servers were.</summary>
    private static readonly string[] s_leftOut =
    [
        "dagstack_plugin_reload_duration_seconds_count", "dagstack_plugin_reload_duration_seconds_sum", "mcp_client_operation_duration_seconds_sum",
        "mcp_client_session_duration_seconds_bucket", "mcp_client_session_duration_seconds_count", "mcp_client_session_duration_seconds_sum",
    ];

    [Fact]
    public async Task Queries_OfTheDashboard_AreOfMetricsAndLabelsThatThereAre()
    {
        using var folder = new TempFolder();
        var metrics = await MeasureAsync(folder.Path);
        var queries = Queries();
        Assert.True(queries.Count > 15, $"Only {queries.Count} queries were found.");
        var asked = queries.SelectMany(static query => Metric().Matches(query)).Select(static metric => metric.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(metrics.Names.Except(s_leftOut).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
        foreach (var query in queries)
        {
            var labels = Labels().Matches(query).SelectMany(static list => list.Groups[1].Value.Split(',')).Select(static label => Word().Match(label).Value).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(labels);
            foreach (var metric in Metric().Matches(query).Select(static metric => metric.Value))
            {
                Assert.All(labels, label => Assert.True(metrics.HasLabel(metric, label), $"{metric} has no label {label}: {query}"));
            }
        }
    }

    [Fact]
    public void Panels_OfTheDashboard_HaveATitleAndWhatTheyShow()
    {
        var panels = Dashboard().GetProperty("panels").EnumerateArray().ToList();
        Assert.All(panels, static panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
        Assert.All(panels.Where(static panel => panel.GetProperty("type").GetString() != "row"), static panel => Assert.NotEmpty(panel.GetProperty("description").GetString()!));
        Assert.Equal(panels.Count, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    private static JsonElement Dashboard()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "grafana", "dagstack-plugins.json")));
        return file.RootElement.Clone();
    }

    private static List<string> Queries() =>
    [
        .. Dashboard().GetProperty("panels").EnumerateArray().Where(static panel => panel.TryGetProperty("targets", out _)).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).Select(static target => target.GetProperty("expr").GetString()!),
    ];

    /// <summary>Runs a host in which everything happens that is measured, and gets what it has for Prometheus.</summary>
    private static async Task<PrometheusMetrics> MeasureAsync(string root)
    {
        PluginCopies.Add(root, "fixed");
        PluginCopies.AddWorker(root, "away");
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new KeptLogs()).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddDagstackPlugins(options =>
        {
            options.Discover(root).AllowReload().UseMcp().Add(new PluginManifest { Id = new("chunker", "held"), TeardownTimeout = TimeSpan.FromSeconds(1) }, static _ => new HeldChunker());
            (options.MaxLogLinesPerSecond, options.MaxLogBurst) = (1, 1);
        });
        builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddDagstackInstrumentation().AddPrometheusExporter(static exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync(s_cancellation).WaitAsync(Limits.Patience, s_cancellation);

        foreach (var name in (string[])["fixed", "away"])
        {
            var chunker = app.Services.GetRequiredKeyedService<IChunker>($"chunker:{name}");
            for (var i = 0; i < 10; i++)
            {
                chunker.Chunk("Hello, dagstack!", 5);
            }

            Assert.ThrowsAny<Exception>(() => chunker.Chunk("Hello, dagstack!", 0));
        }

        var registry = app.Services.GetRequiredService<IPluginRegistry>();
        await registry.ReloadAsync("chunker:fixed", s_cancellation);
        await registry.ReloadAsync("chunker:held", s_cancellation);
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var page = string.Empty;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(s_cancellation);
        limit.CancelAfter(Limits.Patience);
        while (!page.Contains("dagstack_plugin_unloads", StringComparison.Ordinal) || !page.Contains("dagstack_plugin_generations_leaked", StringComparison.Ordinal))
        {
            // Old instances end behind those that serve.
            page = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), limit.Token);
        }

        return new(page);
    }

    [GeneratedRegex(@"\b(?:dagstack|mcp)_[a-z_]*[a-z]\b(?=[{\[])|\bdagstack_plugins\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?:by \(|\{)([^)}]*)[)}]")]
    private static partial Regex Labels();

    [GeneratedRegex(@"[a-z_]+")]
    private static partial Regex Word();
}
