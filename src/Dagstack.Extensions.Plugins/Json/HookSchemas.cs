using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes the JSON Schemas of what a hook takes and returns.</summary>
internal static class HookSchemas
{
    /// <summary>Makes the schema of the payload.</summary>
    /// <param name="takesObject">Whether the only parameter is the payload itself.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The codec's own.</param>
    public static JsonElement OfArguments(bool takesObject, IReadOnlyList<ParameterCodec> parameters, JsonSerializerOptions options)
    {
        var definitions = new SchemaDefinitions();
        if (takesObject)
        {
            return Element(definitions.Close(definitions.Export(new(parameters[0].Value.Info))));
        }

        var properties = new JsonObject();
        foreach (var parameter in parameters)
        {
            properties[parameter.Parameter.WireName] = Of(parameter, definitions, options);
        }

        var root = new JsonObject { ["properties"] = properties };
        if (parameters.Any(static parameter => !parameter.Parameter.IsOptional))
        {
            root["required"] = new JsonArray([.. parameters.Where(static parameter => !parameter.Parameter.IsOptional).Select(static parameter => JsonValue.Create(parameter.Parameter.WireName))]);
        }

        root["additionalProperties"] = false;
        return Element(definitions.Close(root));
    }

    /// <summary>Makes the schema of the result as structured content: itself if it is an object, else an object with it.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="returnsObject">Whether the result is the content itself.</param>
    /// <param name="result">The result; null for none.</param>
    public static JsonElement OfResult(HookDescriptor hook, bool returnsObject, ValueCodec? result)
    {
        var definitions = new SchemaDefinitions();
        var schema = result is null ? new() { ["type"] = "null" } : definitions.Export(new(result.Info));
        if (returnsObject)
        {
            return Element(definitions.Close(schema));
        }

        schema = hook.IsResultNullable ? NullSchema.Allow(schema) : hook.ResultType.IsValueType ? schema : definitions.WithoutNull(schema);
        return Element(definitions.Close(new() { ["properties"] = new JsonObject { ["result"] = schema }, ["required"] = new JsonArray("result") }));
    }

    private static JsonObject Of(ParameterCodec parameter, SchemaDefinitions definitions, JsonSerializerOptions options)
    {
        var schema = definitions.Export(new(parameter.Value.Info));
        schema = parameter.AllowsNull ? NullSchema.Allow(schema) : definitions.WithoutNull(schema);

        if (parameter.Parameter.IsOptional)
        {
            SchemaDefault.Add(schema, parameter.Parameter.Type, parameter.Parameter.DefaultValue, parameter.AllowsNull, options);
        }

        if (parameter.Parameter.Description is { } description)
        {
            schema["description"] = description;
        }

        return schema;
    }

    private static JsonElement Element(JsonObject schema) => JsonSerializer.SerializeToElement(schema, BuiltInTypes.Default.JsonObject);
}
