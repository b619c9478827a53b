using System.Buffers;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Lends each thread a writer, so that a call makes none.</summary>
internal static class CodecWriters
{
    private static readonly ArrayBufferWriter<byte> s_nowhere = new();

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static Utf8JsonWriter Rent(IBufferWriter<byte> output, JsonSerializerOptions options)
    {
        // A converter may use the codec in its turn: that one finds none.
        if (t_writer is not { } writer)
        {
            return Create(output, options);
        }

        t_writer = null;
        writer.Reset(output);
        return writer;
    }

    public static void Return(Utf8JsonWriter writer)
    {
        writer.Reset(s_nowhere);
        t_writer = writer;
    }

    /// <summary>Makes a writer as the serializer itself does: it writes nothing that would have to be checked.</summary>
    public static Utf8JsonWriter Create(IBufferWriter<byte> output, JsonSerializerOptions options) =>
        new(output, new() { Encoder = options.Encoder, SkipValidation = true, MaxDepth = CodecOptions.MaxDepth });
}
