using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Json;
using Dagstack.Extensions.Plugins.Schemas;

namespace Dagstack.Extensions.Plugins;

/// <summary>Turns the arguments and results of one hook into JSON and back.</summary>
/// <remarks>
/// Immutable and thread-safe. What was written before an exception is of no use. Results are those of the hook as its contract has them,
/// awaited; of a stream, its items.
/// </remarks>
public sealed partial class HookCodec
{
    private readonly PluginCodec _codec;
    private readonly ParameterCodec[] _parameters;
    private readonly ValueCodec? _result;
    private readonly CodecFaults _faults;

    internal HookCodec(PluginCodec codec, HookDescriptor hook)
    {
        _codec = codec;
        Hook = hook;
        _faults = new(codec, hook);
        _parameters = [.. hook.Parameters.Select(parameter => new ParameterCodec(parameter, Describe(parameter), JsonEncodedText.Encode(parameter.WireName, codec.Options.Encoder)))];
        _result = hook.ResultType == typeof(NoResult) ? null : Describe(hook.ResultType, null);
        TakesObject = _parameters is [{ Value.Info.Kind: JsonTypeInfoKind.Object }];
        _inputSchema = new(() => DescribeArguments(new SchemaDefinitions()));
        _outputSchema = new(DescribeContent);
        _contractInput = new(() => DescribeArguments(new ContractShape(codec.Options)));
        _contractOutput = new(DescribeResult);
        _arguments = new(() => CompiledSchema.Compile(InputSchema));
        ReturnsObject = _result?.Info.Kind == JsonTypeInfoKind.Object && !hook.IsResultNullable && Nullable.GetUnderlyingType(hook.ResultType) is null;
    }

    /// <summary>Gets the hook.</summary>
    public HookDescriptor Hook { get; }

    /// <summary>Gets a value indicating whether the hook's only argument is the payload itself.</summary>
    /// <value>True for a hook with one parameter that JSON has as an object; false for every other, whose payload is an object of its arguments.</value>
    public bool TakesObject { get; }

    /// <summary>Gets a value indicating whether the result is declared as something that JSON has as an object, and that is never null.</summary>
    public bool ReturnsObject { get; }

    private JsonReaderOptions ReaderOptions => new() { MaxDepth = _codec.Options.MaxDepth };

    /// <summary>Goes to the first token of the value, if the reader is right before it.</summary>
    private void Start(ref Utf8JsonReader reader, bool isResult)
    {
        if (reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
        {
            Advance(ref reader, isResult);
        }
    }

    private void Advance(ref Utf8JsonReader reader, bool isResult)
    {
        try
        {
            if (reader.Read())
            {
                return;
            }
        }
        catch (JsonException fault)
        {
            throw _faults.NotJson(isResult, fault);
        }

        throw _faults.NotJson(isResult, null);
    }

    /// <summary>Looks whether anything follows the value.</summary>
    private void CheckEnd(ref Utf8JsonReader reader, bool isResult)
    {
        try
        {
            reader.Read();
        }
        catch (JsonException fault)
        {
            throw _faults.NotJson(isResult, fault);
        }
    }

    private ValueCodec Describe(HookParameter parameter) => Describe(Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type, parameter);

    private ValueCodec Describe(Type type, HookParameter? parameter)
    {
        try
        {
            return ValueCodec.Create(type, _codec.Options);
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw _faults.NotDescribed(type, parameter, fault);
        }
    }
}
