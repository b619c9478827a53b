using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Calls;

/// <summary>Takes calls down instead of making them.</summary>
internal sealed class RecordingSlot(Type contract) : PluginSlot
{
    public List<HookCall> Calls { get; } = [];

    public override string ToString() => $"a recorder of calls of {contract}";

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        Add(invocation);
        return default!;
    }

    public override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        Add(invocation);
        return default;
    }

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation)
    {
        Add(invocation);
        return AsyncEnumerable.Empty<TItem>();
    }

    private void Add(HookInvocation invocation) =>
        Calls.Add(new(invocation.Hook, [.. Enumerable.Range(0, invocation.Hook.Parameters.Count).Select(invocation.GetArgument)]));
}
