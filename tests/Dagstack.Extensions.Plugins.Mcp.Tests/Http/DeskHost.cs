using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A host with one plugin of the kind <c>desk</c>, which is on a server.</summary>
internal sealed class DeskHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IHost _host;

    public DeskHost(DeskHostSettings settings)
    {
        _folder.Write("web/dagstack.toml", ManifestOf("web", settings.Url, settings.Manifest, settings.Http));
        settings.Files(_folder);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = settings.EnvironmentName });
        builder.Configuration.AddInMemoryCollection(settings.Configuration);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        settings.Services(builder.Services);
        builder.Services.AddDagstackPlugins(options =>
        {
            options.Discover(_folder.Path).UseMcp(mcp =>
            {
                mcp.Restart.FirstDelay = TimeSpan.FromMilliseconds(10);
                mcp.Restart.MaxDelay = TimeSpan.FromMilliseconds(100);
                mcp.StartPatience = TimeSpan.FromSeconds(25);
                settings.Mcp(mcp);
            });
            settings.Options(options);
        });
        _host = builder.Build();
    }

    public LogLines Logs { get; } = new();

    public string Folder => Path.Combine(_folder.Path, "web");

    public IServiceProvider Services => _host.Services;

    public IDesk Desk => Services.GetRequiredKeyedService<IDesk>("desk:web");

    public PluginStatus Status => StatusOf("desk:web");

    public static string ManifestOf(string name, string url, string manifest = "", string http = "") => $"""
        [plugin]
        name = "{name}"
        kind = "desk"
        runtime = "mcp_http"
        core_version = ">=0.1.0,<1.0.0"
        {manifest}

        [plugin.mcp_http]
        url = "{url}"
        {http}
        """;

    public static async Task<DeskHost> StartAsync(DeskHostSettings settings)
    {
        var host = new DeskHost(settings);
        await host.StartAsync();
        return host;
    }

    public static Task<DeskHost> OfAsync(DeskServer server) => StartAsync(new DeskHostSettings { Url = server.Address.ToString() });

    public PluginStatus StatusOf(string id) => Services.GetRequiredService<IPluginRegistry>().Find(id)!;

    public Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

    /// <summary>Waits until the plugin serves.</summary>
    public Task ReadyAsync() => Wait.UntilAsync(() => Status.State == PluginState.Ready, "ready");

    /// <summary>Waits until the plugin serves by another instance than that of a generation.</summary>
    public Task ReadyAfterAsync(int generation) => Wait.UntilAsync(() => Status is { State: PluginState.Ready } status && status.Generation > generation, "ready again");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        _folder.Dispose();
    }
}
