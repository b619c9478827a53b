using System.Text.Json;
using Dagstack.Extensions.Plugins.Json;
using Dagstack.Extensions.Plugins.Schemas;

namespace Dagstack.Extensions.Plugins;

public sealed partial class HookCodec
{
    private readonly Lazy<JsonElement> _inputSchema;
    private readonly Lazy<JsonElement> _outputSchema;
    private readonly Lazy<JsonElement> _contractInput;
    private readonly Lazy<JsonElement?> _contractOutput;
    private readonly Lazy<CompiledSchema> _arguments;

    /// <summary>Gets the JSON Schema (2020-12) of the payload that <see cref="WriteArguments(CompilerServices.HookInvocation, Utf8JsonWriter)"/> writes and the hook takes.</summary>
    /// <value>
    /// An object whose root says exactly <c>"type": "object"</c>, with names, defaults and required properties as the contract has them. What is
    /// referred to lies in <c>$defs</c>. See §8.1 of the plugin contract, and docs/json.md.
    /// </value>
    /// <exception cref="PluginSerializationException">A type of the hook cannot be described.</exception>
    public JsonElement InputSchema => _inputSchema.Value;

    /// <summary>Gets the JSON Schema (2020-12) of the result as structured content.</summary>
    /// <value>
    /// Of the result itself if <see cref="ReturnsObject"/> says so, else of an object with the required property <c>result</c>. The root says
    /// exactly <c>"type": "object"</c>, and what is referred to lies in <c>$defs</c>. See §8.1 of the plugin contract.
    /// </value>
    /// <exception cref="PluginSerializationException">The type of the result cannot be described.</exception>
    public JsonElement OutputSchema => _outputSchema.Value;

    /// <summary>Gets the JSON Schema (2020-12) of the payload as hook specifications have it.</summary>
    /// <value>
    /// What <see cref="InputSchema"/> is, and exact where that is tolerant: objects have no other properties unless their type says <see cref="JsonSchemaAttribute.IsOpen"/>, what is left out instead of being null is
    /// never null, and types that are not declared within others lie in <c>$defs</c> by their names. See docs/json.md.
    /// </value>
    /// <exception cref="PluginSerializationException">A type of the hook cannot be described.</exception>
    public JsonElement ContractInputSchema => _contractInput.Value;

    /// <summary>Gets the JSON Schema (2020-12) of the result as hook specifications have it.</summary>
    /// <value>
    /// Of the result itself, of an item of a stream, or of the value that travels through a chain; as exact as <see cref="ContractInputSchema"/>. Null for a hook that returns nothing. See docs/json.md.
    /// </value>
    /// <exception cref="PluginSerializationException">The type of the result cannot be described.</exception>
    public JsonElement? ContractOutputSchema => _contractOutput.Value;

    /// <summary>Checks a payload against <see cref="InputSchema"/>.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>All that is wrong with it, each problem with its place as a JSON Pointer; the first 20 at most, and empty if it fits.</returns>
    /// <exception cref="PluginSerializationException">A type of the hook cannot be described.</exception>
    public IReadOnlyList<ToolProblem> CheckArguments(JsonElement payload)
    {
        var schema = _arguments.Value;
        return schema.Problems.Count > 0 ? schema.Problems : schema.Check(payload).Problems;
    }

    private HookSchemas Schemas => new(Hook, new(_codec.Contract, Hook), _codec.Options);

    private JsonElement DescribeArguments(SchemaShape shape) => Described(
        () => Schemas.OfArguments(TakesObject, _parameters, shape),
        _parameters.Length == 1 ? _parameters[0] : null);

    private JsonElement DescribeContent() => Described(() => Schemas.OfContent(ReturnsObject, _result), null);

    private JsonElement? DescribeResult() => _result is null ? null : Described(() => Schemas.OfResult(Hook.ChainValueType is { } value ? _codec.Options.GetTypeInfo(value) : _result.Info), null);

    private JsonElement Described(Func<JsonElement> describe, ParameterCodec? parameter)
    {
        try
        {
            return describe();
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidOperationException or ArgumentException or JsonException)
        {
            throw _faults.NotDescribed(parameter?.Parameter.Type ?? Hook.ResultType, parameter?.Parameter, fault);
        }
    }
}
