using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Writes what a plugin threw: its type, its message and where.</summary>
internal static class WorkerFaults
{
    private const int MaxMessage = 64 * 1024;
    private const int MaxStack = 16 * 1024;

    private static readonly string s_tooLong = $"The result has more bytes than the {WireLimits.MaxMessageBytes:N0} that a message may have. Return what is large in pieces, or by a key.";

    public static void Write(Exception fault, Utf8JsonWriter writer)
    {
        var message = fault is WireException ? s_tooLong : Excerpt.Cut(ExceptionText.MessageOf(fault), MaxMessage);
        writer.WriteString("resultType", "complete");
        writer.WriteBoolean("isError", value: true);
        writer.WriteStartArray("content");
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", message);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject(WireKeys.Meta);
        writer.WriteStartObject(WireKeys.Error);
        writer.WriteString("type", fault.GetType().FullName);
        if (fault is PluginRegistryException ours)
        {
            writer.WriteString("code", ours.Code);
        }
        else if (fault is WireException)
        {
            writer.WriteString("code", PluginErrorCodes.SerializationError);
        }

        writer.WriteString("message", message);
        writer.WriteStartObject("data");
        var stack = TextOf(fault);
        writer.WriteString("stack", stack[..Math.Min(stack.Length, MaxStack)]);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string TextOf(Exception fault)
    {
        try
        {
            return fault.ToString();
        }
        catch (Exception)
        {
            // It is the plugin's code that says what its exceptions are.
            return $"{ExceptionText.Full(fault)}\n{fault.StackTrace}";
        }
    }
}
