using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Json;

namespace Dagstack.Extensions.Plugins;

public sealed partial class HookCodec
{
    /// <summary>Writes a result as one JSON value; null for a hook without one.</summary>
    /// <param name="result">The result, or an item of a stream.</param>
    /// <param name="output">Where the JSON goes.</param>
    /// <typeparam name="TResult">The hook's result type, or <see cref="NoResult"/>.</typeparam>
    /// <exception cref="PluginSerializationException">JSON cannot carry the result.</exception>
    public void WriteResult<TResult>(TResult result, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = CodecWriters.Rent(output, _codec.Options);
        WriteResult(result, writer);
        writer.Flush();
        CodecWriters.Return(writer);
    }

    /// <summary>Writes a result as one JSON value; null for a hook without one.</summary>
    /// <param name="result">The result, or an item of a stream.</param>
    /// <param name="writer">Where the JSON goes.</param>
    /// <typeparam name="TResult">The hook's result type, or <see cref="NoResult"/>.</typeparam>
    /// <exception cref="PluginSerializationException">JSON cannot carry the result.</exception>
    public void WriteResult<TResult>(TResult result, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var codec = Result<TResult>();
        try
        {
            if (codec is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                codec.Write(writer, result);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw _faults.NotWritten(codec!, result, fault);
        }
    }

    /// <summary>Writes a result whose type the caller does not know; null for a hook without one.</summary>
    /// <param name="result">The result, or an item of a stream.</param>
    /// <param name="output">Where the JSON goes.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry the result.</exception>
    public void WriteUntypedResult(object? result, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = CodecWriters.Rent(output, _codec.Options);
        WriteUntypedResult(result, writer);
        writer.Flush();
        CodecWriters.Return(writer);
    }

    /// <summary>Writes a result whose type the caller does not know; null for a hook without one.</summary>
    /// <param name="result">The result, or an item of a stream.</param>
    /// <param name="writer">Where the JSON goes.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry the result.</exception>
    public void WriteUntypedResult(object? result, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (result is null || _result is null)
        {
            writer.WriteNullValue();
            return;
        }

        try
        {
            _result.WriteUntyped(writer, result);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw _faults.NotWritten(_result, result, fault);
        }
    }

    /// <summary>Reads a result from one JSON value, and nothing after it.</summary>
    /// <param name="json">The JSON.</param>
    /// <typeparam name="TResult">The hook's result type, or <see cref="NoResult"/>.</typeparam>
    /// <returns>The result, or the item of a stream.</returns>
    /// <exception cref="PluginSerializationException">It is not what the hook returns.</exception>
    public TResult ReadResult<TResult>(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var result = ReadResult<TResult>(ref reader);
        CheckEnd(ref reader, isResult: true);
        return result;
    }

    /// <summary>Reads a result from one JSON value, and nothing after it.</summary>
    /// <param name="json">The JSON.</param>
    /// <typeparam name="TResult">The hook's result type, or <see cref="NoResult"/>.</typeparam>
    /// <returns>The result, or the item of a stream.</returns>
    /// <exception cref="PluginSerializationException">It is not what the hook returns.</exception>
    public TResult ReadResult<TResult>(in ReadOnlySequence<byte> json)
    {
        if (json.IsSingleSegment)
        {
            return ReadResult<TResult>(json.FirstSpan);
        }

        var reader = new Utf8JsonReader(json, ReaderOptions);
        var result = ReadResult<TResult>(ref reader);
        CheckEnd(ref reader, isResult: true);
        return result;
    }

    /// <summary>Reads a result from one JSON value.</summary>
    /// <param name="reader">A reader at the value or right before it, which has all of it. It is left at the value's end.</param>
    /// <typeparam name="TResult">The hook's result type, or <see cref="NoResult"/>.</typeparam>
    /// <returns>The result, or the item of a stream.</returns>
    /// <exception cref="PluginSerializationException">It is not what the hook returns.</exception>
    public TResult ReadResult<TResult>(ref Utf8JsonReader reader)
    {
        var codec = Result<TResult>();
        Start(ref reader, isResult: true);
        var start = reader;
        try
        {
            if (codec is not null)
            {
                return codec.Read(ref reader)!;
            }

            reader.Skip();
            return default!;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw _faults.NotRead(codec, start, fault);
        }
    }

    /// <summary>Reads a result whose type the caller does not know from one JSON value, and nothing after it.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The result, or the item of a stream; null for a hook without one.</returns>
    /// <exception cref="PluginSerializationException">It is not what the hook returns.</exception>
    public object? ReadUntypedResult(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var result = ReadUntypedResult(ref reader);
        CheckEnd(ref reader, isResult: true);
        return result;
    }

    /// <summary>Reads a result whose type the caller does not know from one JSON value.</summary>
    /// <param name="reader">A reader at the value or right before it, which has all of it. It is left at the value's end.</param>
    /// <returns>The result, or the item of a stream; null for a hook without one.</returns>
    /// <exception cref="PluginSerializationException">It is not what the hook returns.</exception>
    public object? ReadUntypedResult(ref Utf8JsonReader reader)
    {
        Start(ref reader, isResult: true);
        var start = reader;
        try
        {
            if (_result is not null)
            {
                return _result.ReadUntyped(ref reader);
            }

            reader.Skip();
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw _faults.NotRead(_result, start, fault);
        }
    }

    private ValueCodec<TResult>? Result<TResult>() => _result switch
    {
        ValueCodec<TResult> codec => codec,
        null when typeof(TResult) == typeof(NoResult) => null,
        _ => throw new ArgumentException($"The hook '{Hook.Name}' returns {Hook.ResultType}, not {typeof(TResult)}. Where the type is not known, use the untyped members."),
    };
}
