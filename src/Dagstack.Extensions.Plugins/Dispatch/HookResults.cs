using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Results as middleware hands them back.</summary>
internal static class HookResults
{
    /// <exception cref="InvalidOperationException">It is not of the hook's result type.</exception>
    public static TResult Unbox<TResult>(object? result, HookDescriptor hook, PluginId plugin) =>
        result is TResult typed ? typed
        : typeof(TResult) == typeof(NoResult) || (result is null && default(TResult) is null) ? default!
        : throw new InvalidOperationException($"Middleware around the hook '{hook.Name}' of the plugin '{plugin}' returned {(result is null ? "null" : $"a {result.GetType()}")}, where the hook returns {typeof(TResult)}. Return what 'next' returned, or a value of that type.");
}
