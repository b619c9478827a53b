using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.AspNetCore.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Tool.Tests.Units;

/// <summary>A host with units of work, whose operators are those that say who they are; and beside it what is no host, or none any more.</summary>
internal sealed class UnitsHost : IAsyncDisposable
{
    public const string Secret = "ada-s3cr3t";

    private readonly WebApplication _application;

    private UnitsHost(WebApplication application, FakeUnits units)
    {
        _application = application;
        Units = units;
    }

    public FakeUnits Units { get; }

    public string Url => $"{_application.Urls.First()}/plugins";

    public static async Task<UnitsHost> StartAsync(Action<PluginEndpointsSettings>? configure = null)
    {
        var settings = new PluginEndpointsSettings();
        configure?.Invoke(settings);
        var units = Some();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDagstackPlugins(static _ => { });
        HeaderAuthentication.Add(builder.Services);
        builder.Services.AddAuthorizationBuilder().AddPolicy("nobody", static policy => policy.RequireAssertion(static _ => false));
        if (settings.HasUnits)
        {
            builder.Services.AddSingleton<IUnits>(units);
        }

        var app = builder.Build();
        app.MapDagstackPlugins(configure: options => (options.AllowActions, options.ShowUnitArguments) = (settings.AllowActions, true)).RequireAuthorization();
        app.MapDagstackPlugins("/closed").RequireAuthorization("nobody");
        app.MapDagstackPlugins("/hidden");
        app.MapGet("/moved/{**rest}", static () => Results.Redirect("https://login.example.org/in?ticket=t"));
        app.MapGet("/page/{**rest}", static () => Results.Text("<html>", "text/html"));
        app.MapGet("/other/{**rest}", static () => Results.Text("{}", "application/json"));
        app.MapGet("/broken/{**rest}", static () => Results.Text("{\"plugins\":[", "application/json"));
        app.MapGet("/proxy/{**rest}", static () => Results.Text("<html>", "text/html", statusCode: StatusCodes.Status502BadGateway));
        app.MapGet("/cut/{**rest}", static async (HttpContext http) =>
        {
            // More is promised than is sent.
            http.Response.ContentType = "text/event-stream";
            http.Response.ContentLength = 10_000;
            await http.Response.WriteAsync("event: unit\ndata: {\"unit\":{\"id\":\"b\",\"plugin\":\"chunker:fixed\",\"state\":\"running\",\"enqueuedAt\":\"2026-03-01T12:00:00Z\"}}\n\n");
        });
        app.MapGet("/ended/{**rest}", static () => Results.Text(": nothing\n\n", "text/event-stream"));
        app.MapGet("/strange/{**rest}", static () => Results.Text("event: unit\ndata: {\"unit\":{}}\n\n", "text/event-stream"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, units);
    }

    /// <summary>Runs <c>dagstack units …</c> as whoever may act.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => Ran.Async(["units", .. arguments, "--url", Url, "--header", $"X-User: {Secret}"]);

    /// <summary>Runs it for another place of the host.</summary>
    public Task<Ran> RunAtAsync(string place, params string[] arguments) => Ran.Async(["units", .. arguments, "--url", _application.Urls.First() + place, "--header", $"X-User: {Secret}"]);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static FakeUnits Some() => new FakeUnits()
        .Add(new() { Id = "a" })
        .Add(new() { Id = "b", State = UnitState.Running, PartitionKey = "acme", Node = "host-1", Progress = """{"fraction":0.25,"message":"page 3"}""", StartedAt = new(2026, 3, 1, 12, 0, 5, TimeSpan.Zero), Args = """{"document":"q3.pdf","password":"hunter2"}""" })
        .Add(new() { Id = "c", State = UnitState.Failed, Error = "It broke.\u001b[2J", Failures = 4, HaltsPartition = true })
        .Add(new() { Id = "d", State = UnitState.Succeeded, Plugin = PluginId.Parse("parser:lines"), Output = """{"pages":3}""", StartedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FinishedAt = new(2026, 3, 1, 12, 0, 12, TimeSpan.Zero) });
}
