using System.Buffers;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

public sealed partial class HookCodec
{
    /// <summary>Calls a plugin with arguments and result in JSON.</summary>
    /// <param name="plugin">The plugin, or a proxy of it.</param>
    /// <param name="arguments">The payload.</param>
    /// <param name="cancellationToken">The call's token.</param>
    /// <returns>The result; null in JSON for a hook without one.</returns>
    /// <exception cref="PluginSerializationException">The arguments do not fit the hook, or JSON cannot carry its result.</exception>
    internal async Task<JsonElement> CallAsync(object plugin, JsonElement arguments, CancellationToken cancellationToken)
    {
        var invocation = Hook.CreateInvocation();
        ReadArguments(JsonSerializer.SerializeToUtf8Bytes(arguments), invocation);
        invocation.CancellationToken = cancellationToken;
        var result = await invocation.InvokeUntypedAsync(plugin).ConfigureAwait(false);
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written))
        {
            WriteUntypedResult(result, writer);
        }

        return JsonElement.Parse(written.WrittenSpan);
    }
}
