using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Whatever schema and value are, the outcome is one of the three: the schema has problems, the value has, or it fits.</summary>
public sealed class ToolSchemaFuzzTests
{
    private const int FirstSeed = 20_260_301;

    private static readonly string[] s_keywords =
    [
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
        "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
        "minProperties", "maxProperties", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$ref", "$defs", "format", "title", "contains",
    ];

    private static readonly string[] s_texts = ["", "a", "b", "ab", "string", "integer", "object", "array", "null", "#", "#/$defs/a", "#/properties/a", "^a+$", "(a+)+$", "(?=a)(a|aa)+$", "[", "😀", "a\nb"];

    private static int Count => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 500_000 : 10_000;

    [Fact]
    public void CompileAndCheck_RandomSchemasAndValues_HaveTypedOutcomes()
    {
        var (unusable, fitting, failing) = (0, 0, 0);
        var watch = Stopwatch.StartNew();
        for (var seed = FirstSeed; seed < FirstSeed + Count; seed++)
        {
            var random = new Random(seed);
            var schema = ToElement(Schema(random, 4));
            var value = ToElement(Value(random, 4));
            try
            {
                var compiled = CompiledSchema.Compile(schema);
                if (compiled.Problems.Count > 0)
                {
                    unusable++;
                    continue;
                }

                var findings = compiled.Check(value);
                Assert.Equal(Math.Min(findings.Count, SchemaRun.MaxProblems), findings.Problems.Count);
                Assert.Equal(findings.Count, compiled.Check(value).Count);
                _ = findings.Fits ? fitting++ : failing++;
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}: {schema} with {value}: {fault}");
            }
        }

        Assert.True(watch.Elapsed < TimeSpan.FromTicks(Limits.Patience.Ticks * (Count / 10_000)), $"It took {watch.Elapsed}.");
        Assert.All([unusable, fitting, failing], outcome => Assert.True(outcome > Count / 50, $"{unusable}, {fitting}, {failing}"));
    }

    private static JsonElement ToElement(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    private static JsonNode? Schema(Random random, int depth)
    {
        if (depth == 0 || random.Next(12) == 0)
        {
            return random.Next(8) switch { 0 => false, 1 => Value(random, 1), _ => true };
        }

        var schema = new JsonObject();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var keyword = s_keywords[random.Next(s_keywords.Length)];
            schema[keyword] = random.Next(40) == 0 ? Value(random, 2) : Argument(keyword, random, depth - 1);
        }

        return schema;
    }

    private static JsonNode? Argument(string keyword, Random random, int depth) => keyword switch
    {
        "type" => random.Next(3) == 0 ? new JsonArray("string", "null") : (JsonNode)s_texts[random.Next(4, 9)],
        "enum" => new JsonArray(Value(random, 1), Value(random, 1), Value(random, 2)),
        "const" => Value(random, 2),
        "pattern" => Text(random),
        "uniqueItems" => random.Next(2) == 0,
        "multipleOf" => 0.5m * random.Next(1, 9),
        "required" => new JsonArray("a", Text(random)),
        "allOf" or "anyOf" or "oneOf" or "prefixItems" => new JsonArray(Schema(random, depth), Schema(random, depth)),
        "properties" or "patternProperties" or "$defs" => new JsonObject { ["a"] = Schema(random, depth), ["b"] = Schema(random, depth) },
        "$ref" => random.Next(2) == 0 ? "#/$defs/a" : "#",
        "format" or "title" => Text(random),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => random.Next(-3, 9),
        _ when keyword.StartsWith("min", StringComparison.Ordinal) || keyword.StartsWith("max", StringComparison.Ordinal) => random.Next(4),
        _ => Schema(random, depth),
    };

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 10),
        3 => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"{random.Next(-50, 50)}.{random.Next(100)}e{random.Next(-400, 400)}")),
        4 or 5 => Text(random),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject { ["a"] = Value(random, depth - 1), [Text(random)] = Value(random, depth - 1) },
    };

    private static string Text(Random random) => s_texts[random.Next(s_texts.Length)];
}
