using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Dispatch;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>The slot of the key <c>tool</c>: all tool plugins as one. The routing policy of that kind is the function.</summary>
internal sealed class ToolSlot(PluginContract contract, ToolDirectory directory) : PluginSlot
{
    public override string ToString() => "tool (chosen by the function)";

    public override PluginProxy TryWith(PluginCallOptions options) => contract.CreateProxy(new OptionsSlot(this, contract, options));

    public override async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        var tools = new Tools(directory, invocation.Options);
        object result = invocation is AsyncInvocation<ToolResult>
            ? await tools.ExecuteAsync((ToolRequest)invocation.GetArgument(0)!, invocation.CancellationToken).ConfigureAwait(false)
            : await SchemasAsync(tools, invocation.CancellationToken).ConfigureAwait(false);
        return (TResult)result;
    }

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation) => throw new NotSupportedException();

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) => throw new NotSupportedException();

    private static async ValueTask<IReadOnlyList<ToolSchema>> SchemasAsync(Tools tools, CancellationToken cancellationToken) =>
        [.. from function in await tools.GetFunctionsAsync(cancellationToken).ConfigureAwait(false)
            select new ToolSchema { Name = function.CallName, Description = function.Description, Parameters = function.Parameters }];
}
