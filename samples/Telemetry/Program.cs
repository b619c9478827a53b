using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// Whoever listens to "Dagstack.Plugins" gets a span for each call of a plugin, and measurements.
using var traces = Sdk.CreateTracerProviderBuilder().AddDagstackInstrumentation().AddConsoleExporter().Build();
using var metrics = Sdk.CreateMeterProviderBuilder().AddDagstackInstrumentation().AddConsoleExporter().Build();

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDagstackPlugins(options => options.Discover("plugins/"));
using var host = builder.Build();
await host.StartAsync();

var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed");
using (CallMetadata.Begin(CallMetadata.TenantId, "acme"))
{
    chunker.Chunk("Hello, dagstack!", maxSize: 5);
}

await host.StopAsync();
