using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <content>How plugins are called. See docs/dispatch.md.</content>
public sealed partial class DagstackPluginOptions
{
    internal KindSettings KindSettings { get; } = new();

    internal List<MiddlewareRegistration> Middleware { get; } = [];

    /// <summary>Gets or sets how many calls of plugins that keep a thread busy (<c>execution_model = "thread_cpu_bound"</c>) run at a time.</summary>
    /// <value>The number of processors by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxCpuBoundCalls
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one call runs at a time.");
    } = Environment.ProcessorCount;

    /// <summary>Says how calls of the plugins of a kind go: their deadline, how broadcasts go, who is active for a call.</summary>
    /// <param name="kind">The kind, such as <c>chunker</c>. Calls for one kind add up.</param>
    /// <param name="configure">Sets what differs from the defaults.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="kind"/> is not the name of a kind.</exception>
    public DagstackPluginOptions ForKind(string kind, Action<PluginKindOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        if (!PluginId.IsValidPart(kind))
        {
            throw new ArgumentException($"'{kind}' is not the name of a kind: lower-case letters, digits, '_' and '-'.", nameof(kind));
        }

        KindSettings.Add(kind, configure);
        return this;
    }

    /// <summary>Puts a class around calls of plugins.</summary>
    /// <param name="kinds">Globs over the kinds whose plugins it wraps, such as <c>llm</c> or <c>*</c>; null for all.</param>
    /// <param name="hooks">Globs over the hooks that it wraps, by their name in .NET or in other processes; null for all.</param>
    /// <param name="priority">The higher, the further out, among plugins of the kind <c>horizontal_middleware</c> too. Of one priority, the first given is further out.</param>
    /// <typeparam name="TMiddleware">The class. It is the host's service of that type, or made once with the host's services.</typeparam>
    /// <returns>These options.</returns>
    public DagstackPluginOptions UseMiddleware<TMiddleware>(string? kinds = null, string? hooks = null, int priority = 1000)
        where TMiddleware : class, IPluginMiddleware
    {
        Middleware.Add(new(typeof(TMiddleware).Name, priority, kinds, hooks, static services => (services.GetService<TMiddleware>() ?? ActivatorUtilities.CreateInstance<TMiddleware>(services)).InvokeAsync));
        return this;
    }

    /// <summary>Puts a delegate around calls of plugins.</summary>
    /// <param name="middleware">Is called in place of the hook, with what calls it. See <see cref="IPluginMiddleware.InvokeAsync"/>.</param>
    /// <param name="kinds">Globs over the kinds whose plugins it wraps, such as <c>llm</c> or <c>*</c>; null for all.</param>
    /// <param name="hooks">Globs over the hooks that it wraps, by their name in .NET or in other processes; null for all.</param>
    /// <param name="priority">The higher, the further out, among plugins of the kind <c>horizontal_middleware</c> too. Of one priority, the first given is further out.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is null.</exception>
    public DagstackPluginOptions Use(Func<PluginCallContext, PluginCallHandler, ValueTask<object?>> middleware, string? kinds = null, string? hooks = null, int priority = 1000)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Middleware.Add(new(middleware.Method.Name, priority, kinds, hooks, _ => middleware));
        return this;
    }
}
