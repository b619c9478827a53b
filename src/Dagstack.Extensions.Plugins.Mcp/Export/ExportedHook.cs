using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>A hook of a plugin as a tool, called through the proxy that everybody else has.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="name">The name that clients call it by.</param>
/// <param name="codec">The hook.</param>
/// <param name="proxy">The plugin.</param>
internal sealed class ExportedHook(PluginId plugin, string name, HookCodec codec, PluginProxy proxy) : ExportedTool(plugin, name, $"{plugin.Kind}.{plugin.Name}.{codec.Hook.WireName}")
{
    public override IReadOnlyList<ToolProblem> Check(JsonElement arguments) => codec.CheckArguments(arguments);

    public override async Task<ExportedResult> CallAsync(JsonElement? arguments, PluginCallOptions options, CancellationToken cancellationToken)
    {
        var invocation = codec.Hook.CreateInvocation();
        codec.ReadArguments(arguments is { } given ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(given) : [], invocation);
        invocation.CancellationToken = cancellationToken;
        var plugin = proxy.Slot.TryWith(options) ?? proxy;

        var result = await invocation.InvokeUntypedAsync(plugin).ConfigureAwait(false);
        if (result is null && IsNeverNull(codec.Hook))
        {
            throw new PluginSerializationException($"The hook '{codec.Hook.Name}' of '{Plugin}' returned null, which its contract says it never does. Declare the result as one that may be null, or return a value.") { Kind = Plugin.Kind, Hook = codec.Hook.Name, Path = "$" };
        }

        var written = new ArrayBufferWriter<byte>();
        codec.WriteUntypedResult(result, written);
        return new(JsonElement.Parse(written.WrittenSpan), codec.ReturnsObject);
    }

    /// <summary>Tells whether the output schema has no null: there is a result, and its type says so.</summary>
    private static bool IsNeverNull(HookDescriptor hook) => !hook.IsResultNullable && !hook.ResultType.IsValueType && hook.ResultType != typeof(NoResult);

    private static ToolAnnotations? Annotate(HookDescriptor hook) => hook is { IsIdempotent: false, IsReadOnly: false, IsDestructive: null } ? null : new()
    {
        IdempotentHint = hook.IsIdempotent ? true : null,
        ReadOnlyHint = hook.IsReadOnly ? true : null,
        DestructiveHint = hook.IsDestructive,
    };

    protected override Tool Create() => new()
    {
        Name = Name,
        Description = codec.Hook.Description ?? $"Calls '{codec.Hook.Name}' of the plugin '{Plugin}'.",
        InputSchema = codec.InputSchema,
        OutputSchema = codec.OutputSchema,
        Annotations = Annotate(codec.Hook),
    };
}
