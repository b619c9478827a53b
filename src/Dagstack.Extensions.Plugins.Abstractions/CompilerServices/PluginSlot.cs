using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>The place behind a proxy that holds a plugin's current instance and decides how calls reach it.</summary>
/// <remarks>
/// Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). While <see cref="Open"/> is set,
/// proxies call that instance directly. Whatever must see a call (a state that is not ready, middleware, telemetry,
/// a scheduler, another process) clears it, and every call then comes through the methods of the slot.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PluginSlot
{
    private PluginTarget? _open;

    /// <summary>Gets or sets the target that proxies may call directly; null sends every call through the slot.</summary>
    protected internal PluginTarget? Open
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _open);
        protected set => Volatile.Write(ref _open, value);
    }

    /// <summary>Gets the plugin behind the slot; null if it is chosen anew for each call, or there is none.</summary>
    public virtual PluginId? Id => null;

    /// <summary>Makes a proxy for the same plugin whose calls have options.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The proxy; null if this slot has no plugin.</returns>
    public virtual PluginProxy? TryWith(PluginCallOptions options) => null;

    /// <summary>Makes a synchronous call.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The hook's result.</returns>
    public abstract TResult Invoke<TResult>(SyncInvocation<TResult> invocation);

    /// <summary>Makes an asynchronous call.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The hook's result.</returns>
    public abstract ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation);

    /// <summary>Opens a stream, whose call is in flight from the start to the disposal of each enumeration.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The stream.</returns>
    public abstract IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation);
}
