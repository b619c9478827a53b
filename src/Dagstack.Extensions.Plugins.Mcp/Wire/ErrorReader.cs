using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads the errors that servers answer with.</summary>
internal static class ErrorReader
{
    public static WireException Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var error = document.RootElement;
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new(WireFault.Nonsense, $"The server answered with an error that is no object: {LineInbox.Beginning(json.Span)}");
        }

        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) ? known : 0;
        var message = JsonText.Find(error, "message") ?? LineInbox.Beginning(json.Span);
        return WireException.OfRemote(code, message, ErrorData.Of(error));
    }
}
