using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>A call of a hook that returns a task.</summary>
/// <typeparam name="TResult">The hook's result, or <see cref="NoResult"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AsyncInvocation<TResult> : HookInvocation
{
    /// <summary>Calls the plugin with the arguments of this object.</summary>
    /// <param name="plugin">The plugin's instance.</param>
    /// <returns>The hook's result.</returns>
    public abstract ValueTask<TResult> InvokeAsync(object plugin);

    /// <inheritdoc/>
    public sealed override async ValueTask<object?> InvokeUntypedAsync(object plugin)
    {
        var result = await InvokeAsync(plugin).ConfigureAwait(false);
        return result is NoResult ? null : result;
    }
}
