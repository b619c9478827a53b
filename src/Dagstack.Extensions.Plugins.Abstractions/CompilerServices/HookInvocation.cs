using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>A call as an object: a hook, its arguments, and what the caller said about this one call.</summary>
/// <remarks>
/// Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). Generated classes hold the arguments
/// in typed fields. Members may be added here, abstract ones never.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HookInvocation
{
    /// <summary>Gets the hook that is called.</summary>
    public abstract HookDescriptor Hook { get; }

    /// <summary>Gets or sets the token that the plugin is given.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Gets or sets the token that is cancelled when the time of the call is over; none for a call without a time.</summary>
    /// <remarks><see cref="CancellationToken"/> is cancelled then too. This one tells that from a caller who has given up.</remarks>
    public CancellationToken Deadline { get; set; }

    /// <summary>Gets or sets what the caller said about this call besides its arguments; null for nothing.</summary>
    public PluginCallOptions? Options { get; set; }

    /// <summary>Gets an argument.</summary>
    /// <param name="index">The index of the parameter in <see cref="HookDescriptor.Parameters"/>.</param>
    /// <returns>The argument, boxed if it is a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The hook has no such parameter.</exception>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"The hook '{Hook.Name}' has no such parameter.");

    /// <summary>Sets an argument.</summary>
    /// <param name="index">The index of the parameter in <see cref="HookDescriptor.Parameters"/>.</param>
    /// <param name="value">The argument; null stands for the default of a value type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hook has no such parameter.</exception>
    /// <exception cref="InvalidCastException">The argument is not of the parameter's type.</exception>
    public virtual void SetArgument(int index, object? value) => throw new ArgumentOutOfRangeException(nameof(index), index, $"The hook '{Hook.Name}' has no such parameter.");

    /// <summary>Calls the plugin without knowing the result's type.</summary>
    /// <param name="plugin">The plugin's instance.</param>
    /// <returns>The result, null for a hook without one, or the stream itself.</returns>
    public abstract ValueTask<object?> InvokeUntypedAsync(object plugin);
}
