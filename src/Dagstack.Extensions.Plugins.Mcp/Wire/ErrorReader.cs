using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads the errors that servers answer with.</summary>
internal static class ErrorReader
{
    /// <param name="json">The error.</param>
    /// <param name="mask">Takes secrets out of it; null for nothing.</param>
    public static WireException Read(ReadOnlyMemory<byte> json, Func<string, string>? mask)
    {
        using var document = JsonText.Parse(json);
        var error = document.RootElement;
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new(WireFault.Nonsense, $"The server answered with an error that is no object: {Beginnings.Of(json.Span, mask)}");
        }

        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) ? known : 0;
        var message = JsonText.Find(error, "message") ?? Beginnings.Of(json.Span, mask);
        return WireException.OfRemote(code, message, ErrorData.Of(error, mask), mask);
    }
}
