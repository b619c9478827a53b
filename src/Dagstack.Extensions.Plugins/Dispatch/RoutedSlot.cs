using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The slot of a kind whose active plugin is chosen anew for each call, by a policy of the host.</summary>
/// <param name="kind">The kind.</param>
/// <param name="policy">Chooses a plugin by its name; null leaves it to priority and configuration.</param>
/// <param name="otherwise">The slot of the active plugin by priority and configuration.</param>
internal sealed class RoutedSlot(PluginKind kind, Func<PluginRouting, string?> policy, PluginSlot otherwise) : PluginSlot
{
    public override string ToString() => $"{kind.Name} (chosen for each call)";

    public override PluginProxy TryWith(PluginCallOptions options) => kind.Contract.CreateProxy(new OptionsSlot(this, kind.Contract, options));

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation) => Choose(invocation).Invoke(invocation);

    public override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation) => Choose(invocation).InvokeAsync(invocation);

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) => Choose(invocation).Stream(invocation);

    private PluginSlot Choose(HookInvocation invocation)
    {
        using var scope = CallMetadata.Enter(invocation.Options);
        return policy(new(kind.Name, invocation.Hook, CallMetadata.Current, kind.Statuses)) is not { } name ? otherwise
            : kind.TryGet(name)?.Slot ?? throw kind.NotFound(name, $"the routing policy of the kind '{kind.Name}'");
    }
}
