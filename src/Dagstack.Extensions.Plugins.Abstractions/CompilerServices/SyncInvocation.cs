using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>A call of a synchronous hook.</summary>
/// <typeparam name="TResult">The hook's result, or <see cref="NoResult"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SyncInvocation<TResult> : HookInvocation
{
    /// <summary>Calls the plugin with the arguments of this object.</summary>
    /// <param name="plugin">The plugin's instance.</param>
    /// <returns>The hook's result.</returns>
    public abstract TResult Invoke(object plugin);

    /// <inheritdoc/>
    public sealed override ValueTask<object?> InvokeUntypedAsync(object plugin)
    {
        var result = Invoke(plugin);
        return new(result is NoResult ? null : result);
    }
}
