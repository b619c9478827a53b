using System.Collections.Frozen;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The middleware around the hooks of one kind.</summary>
internal sealed class MiddlewareSet
{
    private readonly FrozenDictionary<HookDescriptor, MiddlewareLayer[]> _byHook;

    /// <param name="contract">The kind's contract.</param>
    /// <param name="layers">All of the host, the outermost first.</param>
    public MiddlewareSet(PluginContract contract, IReadOnlyList<MiddlewareLayer> layers)
    {
        // Middleware is not wrapped itself: it would be around itself.
        MiddlewareLayer[] ofKind = contract.InterfaceType == typeof(IPluginMiddleware) ? [] : [.. layers.Where(layer => layer.WrapsKind(contract.Kind))];
        _byHook = contract.Hooks
            .Select(hook => KeyValuePair.Create(hook, Array.FindAll(ofKind, layer => layer.Wraps(hook))))
            .Where(static pair => pair.Value.Length > 0)
            .ToFrozenDictionary();
    }

    public bool IsEmpty => _byHook.Count == 0;

    /// <summary>Gets the layers around a hook, the outermost first.</summary>
    public MiddlewareLayer[] Around(HookDescriptor hook) => _byHook.Count == 0 ? [] : _byHook.GetValueOrDefault(hook) ?? [];
}
