using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>A web application that shows its plugins, on a port of its own, which stays the same when it is started again.</summary>
internal sealed class PluginSite : IAsyncDisposable
{
    private readonly Action<DagstackPluginOptions> _plugins;
    private readonly Action<WebApplicationBuilder>? _configure;
    private readonly bool _mayAct;
    private readonly string _place;
    private WebApplication? _application;

    private PluginSite(Action<DagstackPluginOptions> plugins, Action<WebApplicationBuilder>? configure, bool mayAct, string place)
    {
        _plugins = plugins;
        _configure = configure;
        _mayAct = mayAct;
        _place = place;
    }

    public Uri Root { get; private set; } = new("http://127.0.0.1:0");

    public Uri List => new(Root, _place);

    public IServiceProvider Services => _application!.Services;

    public IPluginRegistry Registry => Services.GetRequiredService<IPluginRegistry>();

    /// <summary>Starts the application.</summary>
    /// <param name="plugins">Its plugins.</param>
    /// <param name="configure">What else it has.</param>
    /// <param name="mayAct">Whether whoever looks at the plugins may act on them.</param>
    /// <param name="place">Where they are shown.</param>
    public static async Task<PluginSite> StartAsync(Action<DagstackPluginOptions> plugins, Action<WebApplicationBuilder>? configure = null, bool mayAct = false, string place = "/plugins")
    {
        var site = new PluginSite(plugins, configure, mayAct, place);
        await site.StartAsync();
        return site;
    }

    public Uri Of(string id) => new(Root, $"/plugins/{id.Replace(':', '/')}");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "Shop", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(Root.ToString());
        builder.Logging.ClearProviders();
        builder.Services.AddDagstackPlugins(_plugins);
        builder.Services.AddAuthentication(EverybodyIsAda.Name).AddScheme<AuthenticationSchemeOptions, EverybodyIsAda>(EverybodyIsAda.Name, null);
        builder.Services.AddAuthorization();
        _configure?.Invoke(builder);
        _application = builder.Build();
        var endpoints = _application.MapDagstackPlugins(_place, options => options.AllowActions = _mayAct);
        if (_mayAct)
        {
            endpoints.RequireAuthorization();
        }

        await _application.StartAsync(TestContext.Current.CancellationToken);
        Root = new(_application.Urls.First());
    }

    public async Task StopAsync()
    {
        await _application!.StopAsync(TestContext.Current.CancellationToken);
        await _application.DisposeAsync();
        _application = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is { } application)
        {
            await application.DisposeAsync();
        }
    }
}
