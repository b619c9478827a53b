using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>The base of generated proxies: what host code holds when it holds a plugin.</summary>
/// <remarks>
/// Part of the binary surface of generated code (docs/adr/0001-binary-surface.md): signatures never change.
/// A proxy is valid at any time, also before its plugin is set up; a call then says what the plugin's state is.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[DebuggerDisplay("{Slot}")]
public abstract class PluginProxy
{
    private PluginSlot _slot;

    /// <summary>Creates a proxy over a slot.</summary>
    /// <param name="slot">Where the plugin's current instance is found.</param>
    /// <exception cref="ArgumentNullException"><paramref name="slot"/> is null.</exception>
    protected PluginProxy(PluginSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        _slot = slot;
    }

    /// <summary>Gets or sets the slot behind this proxy: another one when somebody else becomes the active plugin of a kind.</summary>
    public PluginSlot Slot
    {
        get => Volatile.Read(ref _slot);
        set => Volatile.Write(ref _slot, value);
    }

    /// <summary>Returns the plugin's identity and state.</summary>
    public sealed override string ToString() => Slot.ToString() ?? string.Empty;

    /// <summary>Enters a call on the plugin's current instance, if nothing stands in the way.</summary>
    /// <param name="call">The entered call, which must be left exactly once.</param>
    /// <returns>True when the plugin may be called directly; false when the call has to go through the slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryEnter(out PluginCall call)
    {
        // A listener may come at any time and tells nobody, so every call looks for one; that is two fields.
        var target = Slot.Open;
        if (target is not null && !PluginTelemetry.IsListening)
        {
            return target.TryEnter(out call);
        }

        call = default;
        return false;
    }

    /// <summary>Sends a synchronous call through the slot.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The hook's result.</returns>
    [StackTraceHidden]
    protected TResult Invoke<TResult>(SyncInvocation<TResult> invocation) => Slot.Invoke(invocation);

    /// <summary>Sends an asynchronous call through the slot.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The hook's result.</returns>
    [StackTraceHidden]
    protected ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation) => Slot.InvokeAsync(invocation);

    /// <summary>Sends an asynchronous call without a result through the slot.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    [StackTraceHidden]
    protected async ValueTask InvokeAsync(AsyncInvocation<NoResult> invocation) =>
        await Slot.InvokeAsync(invocation).ConfigureAwait(false);

    /// <summary>Opens a stream through the slot. The call is entered when the stream is enumerated.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <returns>The stream.</returns>
    [StackTraceHidden]
    protected IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) => Slot.Stream(invocation);
}
