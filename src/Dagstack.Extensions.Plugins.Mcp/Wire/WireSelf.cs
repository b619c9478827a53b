using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a client says of itself in <c>_meta</c> of every request, where no <c>initialize</c> has said it once.</summary>
internal sealed class WireSelf
{
    /// <summary>What is said to a server that knows it.</summary>
    public static readonly WireSelf Silent = new([]);

    private readonly (JsonEncodedText Name, byte[] Value)[] _members;

    private WireSelf((JsonEncodedText Name, byte[] Value)[] members) => _members = members;

    public bool IsSilent => _members.Length == 0;

    /// <summary>Makes it.</summary>
    /// <param name="version">The revision of the protocol.</param>
    /// <param name="options">The name of the client, and from which level on it wants log messages.</param>
    public static WireSelf Of(string version, McpConnectionOptions options)
    {
        List<(JsonEncodedText Name, byte[] Value)> members =
        [
            (JsonEncodedText.Encode(WireKeys.ProtocolVersion), Text(version)),
            (JsonEncodedText.Encode(WireKeys.ClientInfo), JsonSerializer.SerializeToUtf8Bytes(options.Client, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Implementation)))),
            (JsonEncodedText.Encode(WireKeys.ClientCapabilities), "{}"u8.ToArray()),
        ];
        if (options.LogLevel is { } level)
        {
            members.Add((JsonEncodedText.Encode(WireKeys.LogLevel), Text(level)));
        }

        return new([.. members]);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in _members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value, skipInputValidation: true);
        }
    }

    private static byte[] Text(string value) => [(byte)'"', .. JsonEncodedText.Encode(value).EncodedUtf8Bytes, (byte)'"'];
}
