namespace Dagstack.Extensions.Plugins;

/// <summary>Something around calls of hooks, before and after: it sees them, and may refuse, alter, time or repeat them.</summary>
/// <remarks>
/// Host code is given to <c>o.Use</c> and <c>o.UseMiddleware</c>; a plugin of the kind <c>horizontal_middleware</c> says in <c>[plugin.chain_wrap]</c> which hooks it
/// wraps. It is called once for each call of one plugin, whatever the dispatch class, by several threads at the same time. Around a
/// synchronous hook, whatever it awaits blocks the caller. See §5 of the plugin contract.
/// </remarks>
[PluginKind("horizontal_middleware", ApiVersion = "1.0.0")]
public interface IPluginMiddleware
{
    /// <summary>Is called in place of the hook.</summary>
    /// <param name="call">The plugin, the hook, its arguments, and what the caller has said besides.</param>
    /// <param name="next">Calls what is inside: the next middleware, or the plugin. Not calling it refuses the call; calling it again repeats it.</param>
    /// <returns>What the caller gets: what <paramref name="next"/> returned, or something else of the hook's result type.</returns>
    [Hook(DispatchClass.Capability, Exposed = false)]
    ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next);
}
