using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>A web application that listens on a port of its own.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private WebHost(WebApplication application)
    {
        Application = application;
        Client = new() { BaseAddress = new(application.Urls.First()), Timeout = Limits.Patience };
    }

    public WebApplication Application { get; }

    public HttpClient Client { get; }

    public TestLogs Logs { get; private init; } = new();

    public static async Task<WebHost> StartAsync(Action<DagstackPluginOptions> plugins, Action<WebApplication> map, string environment = "Development", Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var logs = new TestLogs();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddDagstackPlugins(plugins);
        configure?.Invoke(builder);
        var application = builder.Build();
        map(application);
        try
        {
            await application.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new(application) { Logs = logs };
    }

    public async Task<JsonElement> GetJsonAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    /// <summary>Sends a request with headers, each written as <c>Name: value</c>.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
    }
}
