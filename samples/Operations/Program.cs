using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Operations;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddDagstackPlugins(o =>
{
    o.Discover("plugins/").AddFromAssemblyOf<ChunkerResilience>().UseMcp();
    o.Require("chunker:lines", "chunker:greedy");
    o.UseMiddleware<ChunkerResilience>(kinds: "chunker");
});

// A plugin that is away is 503 to clients, with when to come back.
builder.Services.AddDagstackProblemDetails();

// Readiness and liveness of each plugin, for an orchestrator.
builder.Services.AddHealthChecks().AddDagstackPluginChecks();

// Traces and metrics of plugins and requests, where somebody collects them.
var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(static tracing => tracing.AddSource("Microsoft.AspNetCore").AddDagstackInstrumentation())
    .WithMetrics(static metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting").AddDagstackInstrumentation());
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    telemetry.UseOtlpExporter();
}

var app = builder.Build();
app.UseExceptionHandler();
app.MapHealthChecks("/health/ready", Checks("ready"));
app.MapHealthChecks("/health/live", Checks("live"));
app.MapPost("/chunks/{name}", (string name, Text body, IPlugins<IChunker> chunkers) =>
    chunkers.TryGet(name, out var chunker) ? Results.Ok(chunker.Chunk(body.Value)) : Results.NotFound());

// The page of operators. Outside Development it is there once the application says who may see it: .RequireAuthorization().
app.MapDagstackPlugins("/plugins");
if (args.Contains("--tour"))
{
    await app.StartAsync();
    await Tour.RunAsync(app, Console.Out);
    await app.StopAsync();
    return;
}

await app.RunAsync();

static HealthCheckOptions Checks(string tag) => new()
{
    Predicate = check => check.Tags.Contains(tag),
    ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(report.Entries.ToDictionary(static check => check.Key, static check => $"{check.Value.Status}: {check.Value.Description}")),
};
