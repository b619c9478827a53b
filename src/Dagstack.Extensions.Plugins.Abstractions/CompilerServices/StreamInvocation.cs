using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>A call of a hook that returns a stream.</summary>
/// <typeparam name="TItem">What the stream yields.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StreamInvocation<TItem> : HookInvocation
{
    /// <summary>Calls the plugin with the arguments of this object.</summary>
    /// <param name="plugin">The plugin's instance.</param>
    /// <param name="cancellationToken">The token to hand to the hook; the object itself may be enumerated more than once.</param>
    /// <returns>The stream, not yet enumerated.</returns>
    public abstract IAsyncEnumerable<TItem> Invoke(object plugin, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public sealed override ValueTask<object?> InvokeUntypedAsync(object plugin) => new(Invoke(plugin, CancellationToken));
}
