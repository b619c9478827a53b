using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>Makes the HTTP client of one plugin: ours, changed by what the application says of the client of that name, and by nothing that it says of all clients.</summary>
/// <remarks>
/// The factory of HTTP clients cannot be asked for that: it knows the two apart no more, and puts the handlers of all clients around ours, which log, retry or
/// time out. So its builder of handlers is used with what was configured for the name only.
/// </remarks>
internal static class HttpClients
{
    private const string OfNobody = "dagstack: a name that no client has";

    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection is used: the server may move to another address.</summary>
    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Gets the name by which the application configures the client of a plugin.</summary>
    public static string NameOf(PluginId plugin) => $"dagstack:{plugin.Kind}:{plugin.Name}";

    /// <summary>Makes one.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="target">Its server.</param>
    /// <param name="outermost">Puts something around all handlers, and is told whether it is known that these follow no redirects.</param>
    /// <exception cref="PluginLoadException">The application gives it a handler that cannot do what it is to do.</exception>
    public static HttpClient Create(IServiceProvider services, PluginId plugin, HttpTarget target, Func<HttpMessageHandler, bool, HttpMessageHandler> outermost)
    {
        var name = NameOf(plugin);
        var configured = ConfiguredFor(name, services);
        var builder = services.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = name;
        builder.PrimaryHandler = new SocketsHttpHandler { ConnectTimeout = s_connect, PooledConnectionLifetime = s_connectionLife };
        foreach (var configure in configured.HttpMessageHandlerBuilderActions)
        {
            configure(builder);
        }

        var handlers = builder.Build();
        var isKnown = PrimaryHandlers.Prepare(handlers, plugin, target);
        var client = new HttpClient(outermost(handlers, isKnown));
        foreach (var configure in configured.HttpClientActions)
        {
            configure(client);
        }

        // Calls have theirs.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }

    /// <summary>Collects what is configured for a name, and leaves out what is for all names.</summary>
    private static HttpClientFactoryOptions ConfiguredFor(string name, IServiceProvider services)
    {
        var options = new HttpClientFactoryOptions();
        foreach (var setup in services.GetServices<IConfigureOptions<HttpClientFactoryOptions>>().OfType<IConfigureNamedOptions<HttpClientFactoryOptions>>())
        {
            var ofNobody = new HttpClientFactoryOptions();
            setup.Configure(OfNobody, ofNobody);
            if (ofNobody.HttpMessageHandlerBuilderActions.Count == 0 && ofNobody.HttpClientActions.Count == 0)
            {
                setup.Configure(name, options);
            }
        }

        return options;
    }
}
