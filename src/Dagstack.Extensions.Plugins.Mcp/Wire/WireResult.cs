using System.Buffers;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>The bytes of a result as they came. They belong to whoever has this, until it is disposed.</summary>
/// <remarks>Not for use by several threads. What it gave out is not to be looked at after <see cref="Dispose"/>.</remarks>
internal sealed class WireResult : IDisposable
{
    private readonly ResultShape _shape;
    private readonly ReadOnlyMemory<byte> _json;
    private byte[]? _pooled;
    private byte[]? _text;
    private int _textLength;

    private WireResult(byte[] pooled, int start, int length, ResultShape shape)
    {
        _pooled = pooled;
        _json = pooled.AsMemory(start, length);
        _shape = shape;
    }

    /// <summary>Gets or sets what takes secrets out of what is told of it; null for nothing. The values themselves are as they came.</summary>
    public Func<string, string>? Mask { get; set; }

    /// <summary>Gets the whole result.</summary>
    public ReadOnlyMemory<byte> Json => Alive(_json);

    /// <summary>Gets whether the tool says that it failed.</summary>
    public bool IsError => _shape.IsError;

    /// <summary>Gets the value of <c>structuredContent</c>; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Structured => _shape.Structured.Of(Json);

    /// <summary>Gets the value of <c>structuredContent.result</c>; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Wrapped => _shape.Wrapped.Of(Json);

    /// <summary>Gets the text of the one text block as the JSON text that it is, quotes included; empty if there is not one text block.</summary>
    public ReadOnlyMemory<byte> QuotedText => _shape.OnlyText.Of(Json);

    /// <summary>Gets the value of <c>content</c>, an array of blocks; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Content => _shape.Content.Of(Json);

    /// <summary>Gets the value of <c>_meta</c>; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Meta => _shape.Meta.Of(Json);

    /// <summary>Gets whether the content is one text block, and nothing else.</summary>
    public bool HasText => _shape.OnlyText.Exists;

    /// <summary>Gets whether the result is an object, which those of tools are.</summary>
    internal bool IsObject => _json.Span[0] == (byte)'{';

    internal ResultShape Shape => _shape;

    /// <summary>Takes an array of the pool over, in which a result is.</summary>
    /// <param name="pooled">The array.</param>
    /// <param name="offset">Where the bytes that the ranges count from begin.</param>
    /// <param name="result">Where the result is.</param>
    /// <param name="shape">Where its parts are.</param>
    public static WireResult Own(byte[] pooled, int offset, ValueRange result, in ResultShape shape) =>
        new(pooled, offset + result.Start, result.Length, shape.Within(result));

    /// <summary>Copies a result out of bytes that stay where they are.</summary>
    public static WireResult Copy(ReadOnlySpan<byte> bytes, ValueRange result, in ResultShape shape)
    {
        var pooled = ArrayPool<byte>.Shared.Rent(result.Length);
        result.Of(bytes).CopyTo(pooled);
        return new(pooled, 0, result.Length, shape.Within(result));
    }

    /// <summary>Makes one of a result that was read by someone else.</summary>
    public static WireResult Of(PooledBuffer json)
    {
        var reader = new Utf8JsonReader(json.Written.Span, new() { MaxDepth = MessageScan.MaxDepth });
        reader.Read();
        ResultShape shape = default;
        var range = ResultScan.Read(ref reader, ref shape);
        return Own(json.Detach(), 0, range, shape);
    }

    /// <summary>Gets the text of the one text block, as the UTF-8 that it stands for: where the tool means JSON, that can be read as it is.</summary>
    /// <exception cref="InvalidOperationException">There is not one text block (<see cref="HasText"/>).</exception>
    /// <exception cref="WireException">It has half of a pair of characters.</exception>
    public ReadOnlyMemory<byte> ReadText()
    {
        var quoted = _shape.OnlyText.Of(Json);
        if (!HasText)
        {
            throw new InvalidOperationException("The result has no text, or more than that. Ask HasText first.");
        }

        if (!quoted.Span.Contains((byte)'\\'))
        {
            return quoted[1..^1];
        }

        if (_text is null)
        {
            var reader = new Utf8JsonReader(quoted.Span);
            reader.Read();
            var text = ArrayPool<byte>.Shared.Rent(quoted.Length);
            try
            {
                _textLength = reader.CopyString(text);
                (_text, text) = (text, null);
            }
            catch (InvalidOperationException exception)
            {
                throw new WireException(WireFault.Nonsense, $"The text of the result is none, because it has half of a pair of characters: {Beginnings.Of(quoted.Span, Mask)}", exception);
            }
            finally
            {
                if (text is not null)
                {
                    ArrayPool<byte>.Shared.Return(text);
                }
            }
        }

        return _text.AsMemory(0, _textLength);
    }

    /// <summary>Gets what the server says of the error beside its text, if it knows the contract.</summary>
    public WireRemoteError? ReadError()
    {
        if (Meta.IsEmpty)
        {
            return null;
        }

        using var meta = JsonText.Parse(Meta);
        return meta.RootElement.ValueKind == JsonValueKind.Object && meta.RootElement.TryGetProperty(WireKeys.Error, out var error) && error.ValueKind == JsonValueKind.Object
            ? new(Name(error, "type"), Name(error, "code"), JsonText.Find(error, "message") is { } message ? Told(message) : null, ErrorData.Of(error, Mask))
            : null;
    }

    /// <summary>Takes secrets out of a text of it.</summary>
    public string Told(string text) => Mask?.Invoke(text) ?? text;

    /// <summary>The beginning of it, for people.</summary>
    public string Beginning() => Beginnings.Of(Json.Span, Mask);

    public void Dispose()
    {
        Return(Interlocked.Exchange(ref _pooled, null));
        Return(Interlocked.Exchange(ref _text, null));
    }

    private static void Return(byte[]? array)
    {
        if (array is not null)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private string? Name(JsonElement error, string name) =>
        (error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : JsonText.Find(error, name)) is { } text
            ? Excerpt.Cut(Told(text), WireLimits.MaxErrorName)
            : null;

    private ReadOnlyMemory<byte> Alive(ReadOnlyMemory<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_pooled is null, this);
        return bytes;
    }
}
