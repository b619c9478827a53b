using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Comparing;

/// <summary>Pairs of schemas: what the change asks of the version where it goes in, and where it comes out.</summary>
public sealed class SchemaPairTests
{
    private const string Major = "Major";
    private const string Minor = "Minor";
    private const string Patch = "Patch";
    private const string None = "";

    public static TheoryData<string, string, string, string, string> Rows => new()
    {
        // Properties.
        { Of("a", "string"), Of("a", "string"), None, None, "" },
        { """{"type":"object","properties":{"a":{"type":"string"},"b":{}}}""", """{"properties":{"b":{},"a":{"type":"string"}},"type":"object"}""", None, None, "" },
        { Of("a", "string"), """{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", Minor, Minor, "the property 'b' is new" },
        { Of("a", "string"), """{"type":"object","additionalProperties":false,"required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", Major, Major, "the property 'b' is new and required" },
        { """{"type":"object","properties":{"a":{}}}""", """{"type":"object","properties":{"a":{},"b":{}}}""", Minor, Minor, "the property 'b' is new" },
        { """{"type":"object","additionalProperties":false,"properties":{"a":{},"b":{}}}""", """{"type":"object","additionalProperties":false,"properties":{"a":{}}}""", Major, Minor, "the property 'b' is gone" },
        { """{"type":"object","properties":{"a":{},"b":{}}}""", """{"type":"object","properties":{"a":{}}}""", Minor, Major, "the property 'b' is gone" },
        { """{"type":"object","additionalProperties":false,"properties":{"name":{}}}""", """{"type":"object","additionalProperties":false,"properties":{"names":{}}}""", Major, Minor, "the property 'name' is gone, or it is called 'names' now" },
        { """{"type":"object","properties":{"a":{}}}""", """{"type":"object","required":["a"],"properties":{"a":{}}}""", Major, Minor, "the property 'a' is required now" },
        { """{"type":"object","required":["a"],"properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}}}""", Minor, Major, "the property 'a' is not required any more" },
        { """{"type":"object","required":["a","b"],"properties":{"a":{},"b":{}}}""", """{"type":"object","required":["b","a"],"properties":{"a":{},"b":{}}}""", None, None, "" },
        { """{"type":"object","properties":{"a":{}}}""", """{"type":"object","additionalProperties":false,"properties":{"a":{}}}""", Major, Minor, "properties that are not named are refused now" },
        { """{"type":"object","additionalProperties":false,"properties":{"a":{}}}""", """{"type":"object","additionalProperties":true,"properties":{"a":{}}}""", Minor, Major, "properties that are not named are allowed now" },
        { """{"type":"object","properties":{"a":{}}}""", """{"type":"object","additionalProperties":true,"properties":{"a":{}}}""", None, None, "" },
        { """{"type":"object","additionalProperties":{"type":"string"}}""", """{"type":"object","additionalProperties":{"type":"integer"}}""", Major, Major, "the type is integer now, it was string" },
        { """{"type":"object","additionalProperties":{"type":"string"}}""", """{"type":"object"}""", Minor, Major, "the type may be anything now, it was string" },
        { """{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string"}}}}}""", """{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"boolean"}}}}}""", Major, Major, "the type is boolean now, it was string" },

        // Types and values.
        { Of("a", "string"), Of("a", "integer"), Major, Major, "the type is integer now, it was string" },
        { Of("a", "integer"), Of("a", "number"), Minor, Major, "the type is number now, it was integer" },
        { Of("a", "number"), Of("a", "integer"), Major, Minor, "the type is integer now, it was number" },
        { A("""{"type":"string"}"""), A("""{"type":["string","null"]}"""), Minor, Major, "the type is null or string now, it was string" },
        { A("""{"type":["string","null"]}"""), A("""{"type":"string"}"""), Major, Minor, "the type is string now, it was null or string" },
        { A("""{"type":["string","null"]}"""), A("""{"anyOf":[{"type":"string"},{"type":"null"}]}"""), None, None, "" },
        { A("""{"type":["null","string"]}"""), A("""{"type":["string","null"]}"""), None, None, "" },
        { A("{}"), A("""{"type":"string"}"""), Major, Minor, "the type is string now, it was anything" },
        { A("""{"type":"string"}"""), A("{}"), Minor, Major, "the type may be anything now, it was string" },
        { A("""{"type":"string"}"""), A("true"), Minor, Major, "the type may be anything now" },
        { A("true"), A("false"), Major, Minor, "nothing fits any more" },
        { A("false"), A("""{"type":"string"}"""), Minor, Major, "something fits, where nothing did" },
        { A("""{"enum":["x","y"]}"""), A("""{"enum":["x","y","z"]}"""), Minor, Major, "the value \"z\" is new" },
        { A("""{"enum":["x","y"]}"""), A("""{"enum":["x"]}"""), Major, Minor, "the value \"y\" is gone" },
        { A("""{"enum":["x","y"]}"""), A("""{"enum":["y","x"]}"""), None, None, "" },
        { A("""{"enum":["x"]}"""), A("""{"const":"x"}"""), None, None, "" },
        { A("""{"const":"x"}"""), A("""{"const":"y"}"""), Major, Major, "the value \"x\" is gone" },
        { A("""{"type":"string"}"""), A("""{"type":"string","enum":["x"]}"""), Major, Minor, "only \"x\" fit now, where any value did" },
        { A("""{"type":"string","enum":["x"]}"""), A("""{"type":"string"}"""), Minor, Major, "any value is allowed now, and not only those that were listed" },

        // Limits.
        { A("""{"type":"integer","minimum":0}"""), A("""{"type":"integer","minimum":1}"""), Major, Minor, "minimum is 1, it was 0" },
        { A("""{"type":"integer","minimum":1}"""), A("""{"type":"integer","minimum":0}"""), Minor, Major, "minimum is 0, it was 1" },
        { A("""{"type":"integer"}"""), A("""{"type":"integer","maximum":9}"""), Major, Minor, "maximum is 9" },
        { A("""{"type":"integer","maximum":9}"""), A("""{"type":"integer"}"""), Minor, Major, "maximum is gone, it was 9" },
        { A("""{"type":"integer","exclusiveMaximum":9}"""), A("""{"type":"integer","exclusiveMaximum":8}"""), Major, Minor, "exclusiveMaximum is 8, it was 9" },
        { A("""{"type":"number","minimum":1}"""), A("""{"type":"number","minimum":1.0}"""), None, None, "" },
        { A("""{"type":"string","minLength":2}"""), A("""{"type":"string","minLength":1}"""), Minor, Major, "minLength is 1, it was 2" },
        { A("""{"type":"string"}"""), A("""{"type":"string","minLength":0}"""), None, None, "" },
        { A("""{"type":"string","maxLength":2}"""), A("""{"type":"string","maxLength":1}"""), Major, Minor, "maxLength is 1, it was 2" },
        { A("""{"type":"array","minItems":1}"""), A("""{"type":"array"}"""), Minor, Major, "minItems is 0, it was 1" },
        { A("""{"type":"array"}"""), A("""{"type":"array","maxItems":3}"""), Major, Minor, "maxItems is 3" },
        { A("""{"type":"array"}"""), A("""{"type":"array","uniqueItems":true}"""), Major, Minor, "no item may be there twice now" },
        { A("""{"type":"array","uniqueItems":true}"""), A("""{"type":"array","uniqueItems":false}"""), Minor, Major, "items may be there twice now" },
        { A("""{"type":"integer","multipleOf":2}"""), A("""{"type":"integer","multipleOf":4}"""), Major, Minor, "multipleOf is 4, it was 2" },
        { A("""{"type":"integer","multipleOf":4}"""), A("""{"type":"integer","multipleOf":2}"""), Minor, Major, "multipleOf is 2, it was 4" },
        { A("""{"type":"integer","multipleOf":4}"""), A("""{"type":"integer","multipleOf":3}"""), Major, Major, "multipleOf is 3, it was 4" },
        { A("""{"type":"string"}"""), A("""{"type":"string","pattern":"^a"}"""), Major, Minor, "pattern has to be \"^a\" now" },
        { A("""{"type":"string","pattern":"^a"}"""), A("""{"type":"string"}"""), Minor, Major, "pattern was \"^a\", and may be anything now" },
        { A("""{"type":"string","pattern":"^a"}"""), A("""{"type":"string","pattern":"^b"}"""), Major, Major, "pattern is \"^b\" now, it was \"^a\"" },
        { A("""{"type":"string"}"""), A("""{"type":"string","format":"date-time"}"""), Major, Minor, "format has to be \"date-time\" now" },

        // Lists, unions, definitions.
        { A("""{"type":"array","items":{"type":"string"}}"""), A("""{"type":"array","items":{"type":"number"}}"""), Major, Major, "the type is number now, it was string" },
        { A("""{"type":"array"}"""), A("""{"type":"array","items":{"type":"string"}}"""), Major, Minor, "the type is string now, it was anything" },
        { A("""{"anyOf":[{"type":"string"},{"type":"integer"}]}"""), A("""{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"boolean"}]}"""), Minor, Major, "1 of the schemas of anyOf is new" },
        { A("""{"oneOf":[{"type":"string"},{"type":"integer"},{"type":"boolean"}]}"""), A("""{"oneOf":[{"type":"string"}]}"""), Major, Minor, "2 of the schemas of oneOf are gone" },
        { A("""{"allOf":[{"minLength":1}]}"""), A("""{"allOf":[{"minLength":1},{"maxLength":3}]}"""), Major, Minor, "1 of the schemas of allOf is new" },
        { A("""{"anyOf":[{"type":"string"},{"type":"object","properties":{}}]}"""), A("""{"anyOf":[{"type":"string"},{"type":"object","properties":{"b":{}}}]}"""), Minor, Minor, "the property 'b' is new" },
        { A("""{"type":"string"}"""), A("""{"type":"string","not":{"const":"x"}}"""), Major, Minor, "not has to be" },
        { Defined("""{"$ref":"#/$defs/D"}""", """{"type":"string"}"""), Defined("""{"$ref":"#/$defs/D"}""", """{"type":"integer"}"""), Major, Major, "the type is integer now, it was string" },
        { Defined("""{"$ref":"#/$defs/D"}""", """{"type":"string"}"""), A("""{"type":"string"}"""), None, None, "" },
        { Defined("""{"type":"string"}""", """{"type":"string"}"""), A("""{"type":"string"}"""), None, None, "" },
        { Defined("""{"anyOf":[{"$ref":"#/$defs/D"},{"type":"null"}]}""", """{"type":"string"}"""), A("""{"type":["string","null"]}"""), None, None, "" },
        { Defined("""{"$ref":"#/$defs/D"}""", """{"type":"object","properties":{"next":{"$ref":"#/$defs/D"}}}"""), Defined("""{"$ref":"#/$defs/D"}""", """{"type":"object","properties":{"next":{"$ref":"#/$defs/D"},"x":{}}}"""), Minor, Minor, "the property 'x' is new" },
        { Defined("""{"$ref":"#/$defs/D"}""", """{"type":"object","properties":{"next":{"$ref":"#/$defs/D","title":"Next"}}}"""), Defined("""{"$ref":"#/$defs/D"}""", """{"type":"object","properties":{"next":{"$ref":"#/$defs/D","title":"Next"},"x":{}}}"""), Minor, Minor, "the property 'x' is new" },
        { Defined("""{"type":"array","items":{"$ref":"#/$defs/D"}}""", """{"type":"string"}"""), Defined("""{"type":"array","items":{"$ref":"#/$defs/D"}}""", """{"type":"string","maxLength":3}"""), Major, Minor, "maxLength is 3" },

        // What is said to people.
        { A("""{"type":"string"}"""), A("""{"type":"string","description":"A text."}"""), Patch, Patch, "description says something else" },
        { A("""{"type":"string","title":"a"}"""), A("""{"type":"string","title":"b"}"""), Patch, Patch, "title says something else" },
        { A("""{"type":"string"}"""), A("""{"type":"string","examples":["x"]}"""), Patch, Patch, "examples says something else" },
        { A("""{"type":"string"}"""), A("""{"type":"string","x-unit":"m"}"""), Patch, Patch, "x-unit says something else" },
        { A("""{"type":"integer","default":1}"""), A("""{"type":"integer","default":2}"""), Minor, Minor, "the default is 2 now, it was 1" },
        { A("""{"type":"integer"}"""), A("""{"type":"integer","default":null}"""), Minor, Minor, "the default is null now, there was none" },
        { A("""{"type":"integer","default":1}"""), A("""{"type":"integer"}"""), Minor, Minor, "there is no default any more, it was 1" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Compare_Pair_AsksForAVersion(string from, string to, string input, string output, string message)
    {
        Assert.Equal(input, Level(Kind(from, Empty), Kind(to, Empty), message, "chunk input"));
        Assert.Equal(output, Level(Kind(Empty, from), Kind(Empty, to), message, "chunk output"));
    }

    private const string Empty = """{"type":"object"}""";

    private static string Of(string name, string type) => $$$"""{"type":"object","additionalProperties":false,"properties":{"{{{name}}}":{"type":"{{{type}}}"} }}""";

    private static string A(string schema) => $$$"""{"type":"object","additionalProperties":false,"properties":{"a":{{{schema}}} }}""";

    private static string Defined(string schema, string definition) => $$$"""{"type":"object","additionalProperties":false,"properties":{"a":{{{schema}}} },"$defs":{"D":{{{definition}}} }}""";

    private static string Level(Hookspec from, Hookspec to, string message, string place)
    {
        var comparison = HookspecComparison.Compare(from, to);
        if (message.Length > 0)
        {
            Assert.Contains(comparison.Changes, change => change.Message.StartsWith(message, StringComparison.Ordinal) && change.Place.StartsWith(place, StringComparison.Ordinal));
        }

        return comparison.Level?.ToString() ?? None;
    }

    private static Hookspec Kind(string input, string output) => new()
    {
        Kind = "chunker",
        ApiVersion = "1.0.0",
        Hooks = [new() { Name = "chunk", Dispatch = DispatchClass.Singleton, Input = Payload(input), Output = Payload(output) }],
    };

    private static HookspecPayload Payload(string schema) => new() { File = "schemas/x.json", Schema = JsonElement.Parse(schema) };
}
