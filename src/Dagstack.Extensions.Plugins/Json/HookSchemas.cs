using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes the JSON Schemas of what a hook takes and returns.</summary>
/// <param name="hook">The hook.</param>
/// <param name="sayings">What the attributes of its member say.</param>
/// <param name="options">The codec's own.</param>
internal sealed class HookSchemas(HookDescriptor hook, HookSayings sayings, JsonSerializerOptions options)
{
    /// <summary>Makes the schema of the payload.</summary>
    /// <param name="takesObject">Whether the only parameter is the payload itself.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="shape">The document.</param>
    public JsonElement OfArguments(bool takesObject, IReadOnlyList<ParameterCodec> parameters, SchemaShape shape)
    {
        if (takesObject)
        {
            var payload = shape.ExportRoot(parameters[0].Value.Info);
            shape.Add(payload, PlaceOf(parameters[0]), sayings.OfParameter(0));
            return Element(shape.Close(payload, sayings.Member, sayings.Input));
        }

        var properties = new JsonObject();
        for (var i = 0; i < parameters.Count; i++)
        {
            properties[parameters[i].Parameter.WireName] = Of(parameters[i], i, shape);
        }

        var root = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (parameters.Any(static parameter => !parameter.Parameter.IsOptional))
        {
            root["required"] = new JsonArray([.. parameters.Where(static parameter => !parameter.Parameter.IsOptional).Select(static parameter => JsonValue.Create(parameter.Parameter.WireName))]);
        }

        root["additionalProperties"] = false;
        return Element(shape.Close(root, sayings.Member, sayings.Input));
    }

    /// <summary>Makes the schema of the result as structured content: itself if it is an object, else an object with it.</summary>
    /// <param name="returnsObject">Whether the result is the content itself.</param>
    /// <param name="result">The result; null for none.</param>
    public JsonElement OfContent(bool returnsObject, ValueCodec? result)
    {
        var shape = new SchemaDefinitions();
        var schema = result is null ? new() { ["type"] = "null" } : shape.Export(result.Info);
        if (returnsObject)
        {
            return Element(shape.Close(schema, ResultPlace, sayings.Result));
        }

        schema = hook.IsResultNullable ? NullSchema.Allow(schema) : hook.ResultType.IsValueType ? schema : shape.WithoutNull(schema);
        shape.Add(schema, ResultPlace, sayings.Result);
        return Element(shape.Close(new() { ["properties"] = new JsonObject { ["result"] = schema }, ["required"] = new JsonArray("result") }, ResultPlace, null));
    }

    /// <summary>Makes the schema of the result itself, or of an item of a stream.</summary>
    /// <param name="result">The result, of a chain the value that travels.</param>
    public JsonElement OfResult(JsonTypeInfo result)
    {
        var shape = new ContractShape(options);

        // A root that may be null cannot stand for values in it that may not.
        var schema = hook.IsResultNullable && shape.IsRecursive(result) ? shape.Export(result) : shape.WithoutNull(shape.ExportRoot(result));
        shape.AllowNulls(schema, sayings.ReturnValue, result.Type);
        return Element(shape.Close(hook.IsResultNullable ? NullSchema.Allow(schema) : schema, ResultPlace, sayings.Result));
    }

    private string ResultPlace => $"the result of {sayings.Member}";

    private string PlaceOf(ParameterCodec parameter) => $"the parameter '{parameter.Parameter.Name}' of {sayings.Member}";

    private JsonObject Of(ParameterCodec parameter, int index, SchemaShape shape)
    {
        // Null and nothing mean the same where null is the default: nothing is what a specification has.
        var isOmitted = shape.IsExact && parameter is { AllowsNull: true, Parameter: { IsOptional: true, DefaultValue: null } };
        var schema = shape.Export(parameter.Value.Info);
        shape.AllowNulls(schema, sayings.FindParameter(index), parameter.Value.Info.Type);
        schema = parameter.AllowsNull && !isOmitted ? NullSchema.Allow(schema) : shape.WithoutNull(schema);
        if (parameter.Parameter.IsOptional && !isOmitted)
        {
            SchemaDefault.Add(schema, parameter.Parameter.Type, parameter.Parameter.DefaultValue, parameter.AllowsNull, options);
        }

        if (parameter.Parameter.Description is { } description)
        {
            schema["description"] = description;
        }

        shape.Add(schema, PlaceOf(parameter), sayings.OfParameter(index));
        return schema;
    }

    private static JsonElement Element(JsonObject schema) => JsonSerializer.SerializeToElement(schema, BuiltInTypes.Default.JsonObject);
}
