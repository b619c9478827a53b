using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a server says of an error beside its message, as far as it is carried on.</summary>
/// <param name="Value">The data; null if there is none, or it is left out.</param>
/// <param name="Note">Behind the message: that it is left out; empty if it is not.</param>
internal readonly record struct ErrorData(JsonElement? Value, string Note)
{
    public static ErrorData None { get; } = new(null, string.Empty);

    /// <summary>Reads the data of an error, which may be of any size.</summary>
    public static ErrorData Of(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data))
        {
            return None;
        }

        var length = JsonMarshal.GetRawUtf8Value(data).Length;
        return length > WireLimits.MaxDataBytes ? new(null, $" (Its data has {length:N0} bytes and is left out: an error may have {WireLimits.MaxDataBytes:N0}.)")
            : !JsonText.IsReadable(data) ? new(null, " (Its data is left out: it has half of a pair of characters.)")
            : new(data.Clone(), string.Empty);
    }
}
