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
    /// <param name="error">An error that was read by <see cref="JsonText.Parse"/>.</param>
    /// <param name="mask">Takes secrets out of it; null for nothing.</param>
    public static ErrorData Of(JsonElement error, Func<string, string>? mask)
    {
        if (!error.TryGetProperty("data", out var data))
        {
            return None;
        }

        var length = JsonMarshal.GetRawUtf8Value(data).Length;
        return length > WireLimits.MaxDataBytes ? new(null, $" (Its data has {length:N0} bytes and is left out: an error may have {WireLimits.MaxDataBytes:N0}.)")
            : new(mask is null ? data.Clone() : JsonMask.Apply(data, mask), string.Empty);
    }
}
