using Dagstack.Extensions.Plugins.Testing.Json;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Makes a host call its plugins as another process would.</summary>
public static class JsonLoopbackExtensions
{
    /// <summary>Puts JSON around every call of plugins: arguments, results and exceptions become JSON and come back. See <see cref="JsonLoopback"/>.</summary>
    /// <param name="options">The host's options.</param>
    /// <param name="kinds">Globs over the kinds, such as <c>chunker</c>; null for all.</param>
    /// <returns><paramref name="options"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static DagstackPluginOptions UseJsonLoopback(this DagstackPluginOptions options, string? kinds = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Use(new JsonLoopbackMiddleware().InvokeAsync, kinds, priority: 0);
    }
}
