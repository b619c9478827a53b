using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>Has the handler that sends do what the client of a plugin is to do, be it ours or one that the application gives in its place.</summary>
/// <remarks>
/// A redirect would carry headers and body to another server, cookies would be those of whoever uses the handler too, a proxy would read what is for
/// this machine, and baggage is the application's own. What the application has set itself, a proxy or a propagator, is left to it.
/// </remarks>
internal static class PrimaryHandlers
{
    /// <summary>Prepares the innermost of some handlers.</summary>
    /// <param name="outermost">The outermost.</param>
    /// <param name="plugin">Whose client they are for.</param>
    /// <param name="target">Its server.</param>
    /// <returns>Whether it is known to follow no redirects.</returns>
    /// <exception cref="PluginLoadException">It cannot do what it is to do.</exception>
    public static bool Prepare(HttpMessageHandler outermost, PluginId plugin, HttpTarget target)
    {
        var innermost = outermost;
        while (innermost is DelegatingHandler { InnerHandler: { } inner })
        {
            innermost = inner;
        }

        try
        {
            switch (innermost)
            {
                case SocketsHttpHandler sockets:
                    Prepare(sockets, target.Address);
                    break;
                case HttpClientHandler client:
                    Prepare(client, target.Address);
                    break;
            }

            if (target.Tls is { } tls && !tls.TryApply(innermost))
            {
                throw new PluginLoadException(plugin, $"'mcp_http.{tls.Setting}' of plugin '{plugin}' says which certificates to trust, and the application gives its HTTP client '{HttpClients.NameOf(plugin)}' the primary handler '{innermost.GetType().FullName}', which {(TargetTls.Knows(innermost) ? "checks them in a way of its own" : "cannot be told that")}. Remove one of the two, or give it a SocketsHttpHandler or an HttpClientHandler that leaves certificates alone.");
            }
        }
        catch (InvalidOperationException fault)
        {
            throw new PluginLoadException(plugin, $"The application gives the HTTP client '{HttpClients.NameOf(plugin)}' of plugin '{plugin}' a primary handler that was used before, and would follow redirects, keep cookies, use a proxy for this machine or trust other certificates. Make a handler for each client, or set AllowAutoRedirect and UseCookies to false before its first use.", fault);
        }

        return innermost is SocketsHttpHandler or HttpClientHandler;
    }

    // What is as it is to be is not set again: a handler that was used takes nothing more.
    private static void Prepare(SocketsHttpHandler handler, Uri address)
    {
        if (handler.AllowAutoRedirect)
        {
            handler.AllowAutoRedirect = false;
        }

        if (handler.UseCookies)
        {
            handler.UseCookies = false;
        }

        if (address.IsLoopback && handler is { UseProxy: true, Proxy: null })
        {
            handler.UseProxy = false;
        }

        if (ReferenceEquals(handler.ActivityHeadersPropagator, DistributedContextPropagator.Current))
        {
            handler.ActivityHeadersPropagator = new TracePropagator();
        }
    }

    /// <summary>It has no propagator of its own.</summary>
    private static void Prepare(HttpClientHandler handler, Uri address)
    {
        if (handler.AllowAutoRedirect)
        {
            handler.AllowAutoRedirect = false;
        }

        if (handler.UseCookies)
        {
            handler.UseCookies = false;
        }

        if (address.IsLoopback && handler is { UseProxy: true, Proxy: null })
        {
            handler.UseProxy = false;
        }
    }
}
