using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>What the schemas of a hook say of JSON.</summary>
internal static class SchemaAssert
{
    public static void Fits(HookCodec codec, string payload) => Assert.Empty(codec.CheckArguments(JsonElement.Parse(payload)));

    public static IReadOnlyList<ToolProblem> Problems(HookCodec codec, string payload) => codec.CheckArguments(JsonElement.Parse(payload));

    public static void ResultFits(HookCodec codec, string json)
    {
        IsSound(codec.OutputSchema);
        Assert.Empty(CompiledSchema.Compile(codec.OutputSchema).Check(JsonElement.Parse(codec.ReturnsObject ? json : $$"""{"result":{{json}}}""")).Problems);
    }

    /// <summary>What strict clients refuse is not in it.</summary>
    public static void IsSound(JsonElement schema)
    {
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.Empty(CompiledSchema.Compile(schema).Problems);
        Assert.All(Inside(schema), static inner =>
        {
            Assert.Equal(JsonValueKind.Object, inner.ValueKind);
            Assert.True(!inner.TryGetProperty("$ref", out var reference) || reference.GetString()!.StartsWith("#/$defs/", StringComparison.Ordinal), inner.GetRawText());
        });
    }

    private static IEnumerable<JsonElement> Inside(JsonElement schema)
    {
        yield return schema;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var inner = new[] { "properties", "$defs" }.SelectMany(name => schema.TryGetProperty(name, out var map) ? map.EnumerateObject().Select(static pair => pair.Value) : [])
            .Concat(new[] { "items", "additionalProperties" }.SelectMany(name => schema.TryGetProperty(name, out var one) && one.ValueKind != JsonValueKind.False ? new[] { one } : []))
            .Concat(schema.TryGetProperty("anyOf", out var cases) ? cases.EnumerateArray() : []);
        foreach (var found in inner.SelectMany(Inside))
        {
            yield return found;
        }
    }
}
