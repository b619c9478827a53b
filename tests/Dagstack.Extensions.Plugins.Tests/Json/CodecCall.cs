using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>A call that only keeps its arguments.</summary>
internal sealed class CodecCall(HookDescriptor hook) : SyncInvocation<NoResult>
{
    private readonly object?[] _arguments = new object?[hook.Parameters.Count];

    public override HookDescriptor Hook => hook;

    public override object? GetArgument(int index) => _arguments[index];

    public override void SetArgument(int index, object? value) => _arguments[index] = value;

    public override NoResult Invoke(object plugin) => throw new NotSupportedException();
}
