using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Json;

namespace Dagstack.Extensions.Plugins;

public sealed partial class HookCodec
{
    /// <summary>Writes the arguments of a call as one JSON value: an object, or null for a payload that is null.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="output">Where the JSON goes.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry an argument.</exception>
    public void WriteArguments(HookInvocation invocation, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = CodecWriters.Rent(output, _codec.Options);
        WriteArguments(invocation, writer);
        writer.Flush();
        CodecWriters.Return(writer);
    }

    /// <summary>Writes the arguments of a call as one JSON value: an object, or null for a payload that is null.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="writer">Where the JSON goes.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry an argument.</exception>
    public void WriteArguments(HookInvocation invocation, Utf8JsonWriter writer)
    {
        CheckInvocation(invocation);
        ArgumentNullException.ThrowIfNull(writer);
        var index = 0;
        try
        {
            if (TakesObject)
            {
                _parameters[0].Write(writer, invocation.GetArgument(0));
                return;
            }

            writer.WriteStartObject();
            for (; index < _parameters.Length; index++)
            {
                var parameter = _parameters[index];
                writer.WritePropertyName(parameter.Name);
                parameter.Write(writer, invocation.GetArgument(index));
            }

            writer.WriteEndObject();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException && index < _parameters.Length)
        {
            throw _faults.NotWritten(_parameters[index], RootOf(index), invocation.GetArgument(index), fault);
        }
    }

    /// <summary>Reads the arguments of a call from one JSON value, and nothing after it.</summary>
    /// <param name="json">The JSON. Without any, no argument is given.</param>
    /// <param name="invocation">A call of the hook, whose arguments are all set.</param>
    /// <exception cref="PluginSerializationException">It is not what the hook takes.</exception>
    public void ReadArguments(ReadOnlySpan<byte> json, HookInvocation invocation)
    {
        var reader = new Utf8JsonReader(json.IsEmpty ? Nothing : json, ReaderOptions);
        ReadArguments(ref reader, invocation);
        CheckEnd(ref reader, isResult: false);
    }

    /// <summary>Reads the arguments of a call from one JSON value, and nothing after it.</summary>
    /// <param name="json">The JSON. Without any, no argument is given.</param>
    /// <param name="invocation">A call of the hook, whose arguments are all set.</param>
    /// <exception cref="PluginSerializationException">It is not what the hook takes.</exception>
    public void ReadArguments(in ReadOnlySequence<byte> json, HookInvocation invocation)
    {
        if (json.IsSingleSegment)
        {
            ReadArguments(json.FirstSpan, invocation);
            return;
        }

        var reader = new Utf8JsonReader(json, ReaderOptions);
        ReadArguments(ref reader, invocation);
        CheckEnd(ref reader, isResult: false);
    }

    /// <summary>Reads the arguments of a call from one JSON value.</summary>
    /// <param name="reader">A reader at the value or right before it, which has all of it. It is left at the value's end.</param>
    /// <param name="invocation">A call of the hook, whose arguments are all set.</param>
    /// <exception cref="PluginSerializationException">It is not what the hook takes.</exception>
    public void ReadArguments(ref Utf8JsonReader reader, HookInvocation invocation)
    {
        CheckInvocation(invocation);
        Start(ref reader, isResult: false);
        if (TakesObject)
        {
            invocation.SetArgument(0, ReadArgument(0, ref reader));
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw _faults.NoObject(reader.TokenType);
        }

        Span<bool> given = stackalloc bool[_parameters.Length];
        for (var next = 0; IsAtName(ref reader); next++)
        {
            next = Find(ref reader, next);
            Advance(ref reader, isResult: false);
            invocation.SetArgument(next, ReadArgument(next, ref reader));
            given[next] = true;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (!given[i])
            {
                invocation.SetArgument(i, Default(i));
            }
        }
    }

    private bool IsAtName(ref Utf8JsonReader reader)
    {
        Advance(ref reader, isResult: false);
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private ReadOnlySpan<byte> Nothing => TakesObject && (_parameters[0].AllowsNull || _parameters[0].Parameter.IsOptional) ? "null"u8 : "{}"u8;

    private string RootOf(int index) => TakesObject ? "$" : JsonPlace.Append("$", _parameters[index].Parameter.WireName);

    private object? ReadArgument(int index, ref Utf8JsonReader reader)
    {
        var parameter = _parameters[index];
        var start = reader;
        try
        {
            return TakesObject && parameter.Parameter.IsOptional && reader.TokenType == JsonTokenType.Null ? parameter.Parameter.DefaultValue : parameter.Read(ref reader);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw _faults.NotRead(parameter, RootOf(index), start, fault);
        }
    }

    /// <summary>Finds the parameter whose name the reader is at. Names mostly come in their order.</summary>
    private int Find(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            var index = next + i < _parameters.Length ? next + i : next + i - _parameters.Length;
            if (reader.ValueTextEquals(_parameters[index].Name.EncodedUtf8Bytes))
            {
                return index;
            }
        }

        throw _faults.UnknownParameter(reader.GetString()!);
    }

    private object? Default(int index) => _parameters[index].Parameter is { IsOptional: true } parameter
        ? parameter.DefaultValue
        : throw _faults.MissingParameter(_parameters[index].Parameter);

    private void CheckInvocation(HookInvocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        if (!ReferenceEquals(invocation.Hook, Hook))
        {
            throw new ArgumentException($"The call is of the hook '{invocation.Hook.Name}', this codec of '{Hook.Name}'. Make it by HookDescriptor.CreateInvocation of this one.", nameof(invocation));
        }
    }
}
