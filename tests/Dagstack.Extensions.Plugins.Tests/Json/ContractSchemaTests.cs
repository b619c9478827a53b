using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Schemas as hook specifications have them.</summary>
public sealed class ContractSchemaTests
{
    private const string Mood = """{"type":"string","enum":["good","not_so_good"]}""";

    private const string AnswerProperties = """
        {"text":{"description":"The text.","type":"string","minLength":1},
        "mood":{"$ref":"#/$defs/Mood","description":"How it was said."},
        "note":{"type":"string"},
        "second":{"$ref":"#/$defs/Mood"},
        "count":{"type":"integer","default":7},
        "nullable":{"type":["string","null"]},
        "required":{"type":["string","null"]}}
        """;

    private const string Answer = $$"""
        {"title":"Answer","description":"What somebody said.","type":"object","additionalProperties":false,"required":["text","required"],"properties":{{AnswerProperties}}}
        """;

    [Fact]
    public void ContractInputSchema_Parameters_HaveWhatAttributesAndCommentsSay() => AssertSchema(
        $$$$"""
        {"title":"Ask input","description":"What is asked.","type":"object","additionalProperties":false,"required":["question","weight","count","args"],"properties":{
        "question":{"type":"string","format":"title","pattern":"^[A-Z]","minLength":1,"maxLength":80},
        "weight":{"type":"number","minimum":1,"maximum":5.5,"multipleOf":0.5},
        "count":{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":1E+300},
        "args":{"type":"object","x-any":[0]},
        "mood":{"$ref":"#/$defs/Mood"},
        "documented":{"description":"Said here.","type":"string"},
        "size":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"default":5}},
        "$defs":{"Mood":{{{{Mood}}}}}}
        """,
        Member("Ask").ContractInputSchema);

    [Fact]
    public void ContractSchemas_NumbersOfAttributes_AreWrittenAsTheyAreRead()
    {
        var text = Member("Ask").ContractInputSchema.GetRawText();

        Assert.Contains("\"minimum\":1,\"maximum\":5.5,\"multipleOf\":0.5", text, StringComparison.Ordinal);
        Assert.Contains("\"exclusiveMinimum\":0,\"exclusiveMaximum\":1E+300", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ContractOutputSchema_ResultThatIsNoObject_IsItself()
    {
        AssertSchema("""{"title":"Ask output","type":"integer","minimum":0}""", Member("Ask").ContractOutputSchema);
        AssertSchema("""{"title":"Names","type":"array","items":{"type":"string"},"minItems":1,"maxItems":3,"uniqueItems":true}""", Member("get_Names").ContractOutputSchema);
        AssertSchema($$$$"""{"type":"array","items":{"$ref":"#/$defs/Answer"},"$defs":{"Answer":{{{{Answer}}}},"Mood":{{{{Mood}}}}}}""", Member("List").ContractOutputSchema);
    }

    [Fact]
    public void ContractSchemas_Property_SpeaksOfWhatIsReadAndWritten()
    {
        Assert.Null(Member("set_Names").ContractOutputSchema);
        AssertSchema(
            """{"type":"object","additionalProperties":false,"required":["value"],"properties":{"value":{"title":"Names","type":"array","items":{"type":"string"},"minItems":1,"maxItems":3,"uniqueItems":true}}}""",
            Member("set_Names").ContractInputSchema);
    }

    [Fact]
    public void ContractSchemas_Object_IsClosedAndWithoutNullWhereThatIsLeftOut()
    {
        AssertSchema(With(Answer, $$"""{"Mood":{{Mood}}}"""), Member("Tell").ContractInputSchema);
        AssertSchema(With(Answer, $$"""{"Mood":{{Mood}}}"""), Member("Tell").ContractOutputSchema);
    }

    [Fact]
    public void ContractSchemas_OnlyParameter_HasWhatIsSaidOfItOverItsType()
    {
        var schema = Member("Maybe").ContractInputSchema;

        Assert.Equal("Of the parameter", schema.GetProperty("title").GetString());
        Assert.Equal("What somebody said.", schema.GetProperty("description").GetString());
        Assert.False(schema.TryGetProperty("additionalProperties", out _));
    }

    [Fact]
    public void ContractOutputSchema_ResultThatMayBeNull_HasNull()
    {
        AssertSchema(With(Answer.Replace("\"type\":\"object\"", "\"type\":[\"object\",\"null\"]", StringComparison.Ordinal), $$"""{"Mood":{{Mood}}}"""), Member("Maybe").ContractOutputSchema);

        // Its root cannot stand for the values in it.
        AssertSchema(
            """
            {"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}],"$defs":{"Tree":{"type":"object","additionalProperties":false,"required":["name","leaves"],"properties":{
            "name":{"type":"string"},"leaves":{"type":"array","items":{"$ref":"#/$defs/Tree"}},"twin":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}],"default":null}}}}}
            """,
            Member("Root").ContractOutputSchema);
    }

    [Fact]
    public void ContractInputSchema_RootThatContainsItself_RefersToTheRoot() => AssertSchema(
        """
        {"type":"object","additionalProperties":false,"required":["name","leaves"],"properties":{
        "name":{"type":"string"},"leaves":{"type":"array","items":{"$ref":"#"}},"twin":{"anyOf":[{"$ref":"#"},{"type":"null"}],"default":null}}}
        """,
        Member("Root").ContractInputSchema);

    [Fact]
    public void ContractInputSchema_TypesOfTheirOwn_AreDefinitionsAlsoIfTheyAreUsedOnce() => AssertSchema(
        $$$$"""
        {"type":"object","additionalProperties":false,"required":["first","second","moods","by_name"],"properties":{
        "first":{"$ref":"#/$defs/Answer"},
        "second":{"anyOf":[{"$ref":"#/$defs/Answer"},{"type":"null"}]},
        "moods":{"type":"array","items":{"$ref":"#/$defs/Mood"}},
        "by_name":{"type":"object","additionalProperties":{"anyOf":[{"$ref":"#/$defs/Mood"},{"type":"null"}]}}},
        "$defs":{"Answer":{{{{Answer}}}},"Mood":{{{{Mood}}}}}}
        """,
        Member("List").ContractInputSchema);

    [Fact]
    public void ContractSchemas_TypesWithinOthers_AreInPlaceUnlessTheyContainThemselves() => AssertSchema(
        $$$$"""
        {"type":"object","additionalProperties":false,"required":["inner","knot","size","again"],"properties":{
        "inner":{{{{Inner}}}},
        "knot":{"$ref":"#/$defs/Knot"},
        "size":{"type":"string","enum":["small"]},
        "again":{{{{Inner}}}}},
        "$defs":{"Extended":{"type":"object","properties":{}},
        "Knot":{"type":"object","additionalProperties":false,"required":["extended"],"properties":{"next":{"anyOf":[{"$ref":"#/$defs/Knot"},{"type":"null"}]},"extended":{"$ref":"#/$defs/Extended"}}},
        "Mood":{{{{Mood}}}}}}
        """,
        Member("Nest").ContractInputSchema);

    [Fact]
    public void ContractSchemas_NamesOfDefinitions_HaveTypeArgumentsAndAreTheirOwn()
    {
        AssertSchema(
            $$$$"""
            {"type":"object","additionalProperties":false,"required":["pages","other","loose","twin"],"properties":{
            "pages":{"$ref":"#/$defs/PageOfPageOfMood"},
            "other":{"type":"object","additionalProperties":false,"required":["yes"],"properties":{"yes":{"type":"boolean"}}},
            "loose":{"$ref":"#/$defs/loose~1one"},
            "twin":{"$ref":"#/$defs/Mood"}},
            "$defs":{"Mood":{"type":"string","enum":["none"]},"Mood2":{{{{Mood}}}},
            "PageOfMood":{"type":"object","additionalProperties":false,"required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/$defs/Mood2"} },"more":{"type":["array","null"],"items":{"type":["array","null"],"items":{"$ref":"#/$defs/Mood2"} } } } },
            "PageOfPageOfMood":{"type":"object","additionalProperties":false,"required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/$defs/PageOfMood"} },"more":{"type":["array","null"],"items":{"type":["array","null"],"items":{"$ref":"#/$defs/PageOfMood"} } } } },
            "loose/one":{"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":3},"other":{"type":"string","default":"b"} } } } }
            """,
            Member("Pages").ContractInputSchema);
        Assert.Equal(["Answer", "Mood"], Member("Pages").ContractOutputSchema!.Value.GetProperty("$defs").EnumerateObject().Select(static definition => definition.Name));
    }

    [Fact]
    public void ContractSchemas_Chain_IsTheValueThatTravels() => AssertSchema(With(Answer, $$"""{"Mood":{{Mood}}}"""), Member("Next").ContractOutputSchema);

    [Fact]
    public void ContractInputSchema_NoParameters_IsAnEmptyObject()
    {
        AssertSchema("""{"type":"object","additionalProperties":false,"properties":{}}""", Member("Nothing").ContractInputSchema);
        AssertSchema("""{"type":"object","properties":{}}""", Member("Open").ContractInputSchema);
        Assert.Null(Member("Nothing").ContractOutputSchema);
    }

    [Fact]
    public void ContractSchemas_DefinitionsOfKeywords_AreAmongAll()
    {
        const string Definitions = """{"Id":{"type":"string","pattern":"^[0-9]+$"}}""";

        AssertSchema(With("""{"oneOf":[{"$ref":"#/$defs/Id"},{"type":"null"}]}""", Definitions), Member("Identify").ContractOutputSchema);
        AssertSchema(
            With("""{"type":"object","additionalProperties":false,"required":["id"],"properties":{"id":{"$ref":"#/$defs/Id"},"other":{"type":"boolean","default":true}}}""", Definitions),
            Member("Identify").ContractInputSchema);
    }

    [Fact]
    public void ContractSchemas_Alternatives_AreClosed() => AssertSchema(
        """
        {"type":"object","additionalProperties":false,"required":["shapes"],"properties":{"shapes":{"type":"array","items":{"$ref":"#/$defs/Shape"}}},
        "$defs":{"Shape":{"type":"object","required":["$type"],"anyOf":[
        {"additionalProperties":false,"required":["radius"],"properties":{"$type":{"const":"circle"},"radius":{"type":"integer","minimum":-2147483648,"maximum":2147483647}}},
        {"additionalProperties":false,"required":["side"],"properties":{"$type":{"const":"square"},"side":{"type":"integer","minimum":-2147483648,"maximum":2147483647}}}]}}}
        """,
        Member("Draw").ContractInputSchema);

    [Fact]
    public void ContractSchemas_TypeWithAConverter_IsWhatItsAttributeSays() => AssertSchema(
        """
        {"type":"object","additionalProperties":false,"required":["rated","codes"],"properties":{"rated":{"$ref":"#/$defs/Rated"},"codes":{"type":"array","items":{"$ref":"#/$defs/Code"}}},
        "$defs":{"Code":{"type":"string","pattern":"^[A-F]$"},
        "Rated":{"type":"object","additionalProperties":false,"required":["code","other","codes"],"properties":{
        "code":{"$ref":"#/$defs/Code"},"other":{"anyOf":[{"$ref":"#/$defs/Code"},{"type":"null"}]},"codes":{"type":"array","items":{"$ref":"#/$defs/Code"}}}}}}
        """,
        Member("Rates").ContractInputSchema);

    [Fact]
    public void ContractSchemas_ElementsThatMayBeNull_AreSoWhereTheDeclarationSaysIt()
    {
        const string Properties = """
            {"moods":{"type":"array","items":{"anyOf":[{"$ref":"#/$defs/Mood"},{"type":"null"}]}},
            "texts":{"type":"array","items":{"type":["string","null"]}},
            "rows":{"type":"array","items":{"type":["array","null"],"items":{"type":["string","null"]}}},
            "whole":{"type":"array","items":{"type":"string"}},
            "named":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}}}
            """;
        const string Sparsely = $$"""{"type":"object","additionalProperties":false,"required":["moods","texts","rows","whole"],"properties":{{Properties}}}""";

        AssertSchema("""{"type":"array","items":{"type":["string","null"]}}""", Member("Sparse").ContractOutputSchema);
        AssertSchema(
            With(
                """
                {"type":"object","additionalProperties":false,"required":["rows","answers","numbers","sparsely"],"properties":{
                "rows":{"type":"array","items":{"type":"array","items":{"type":["string","null"]}}},
                "answers":{"type":"object","additionalProperties":{"anyOf":[{"$ref":"#/$defs/Answer"},{"type":"null"}]}},
                "numbers":{"type":"array","items":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}},
                "sparsely":{"$ref":"#/$defs/Sparsely"}}}
                """,
                $$"""{"Answer":{{Answer}},"Mood":{{Mood}},"Sparsely":{{Sparsely}}}"""),
            Member("Sparse").ContractInputSchema);
    }

    [Fact]
    public void ContractSchemas_Keywords_AreInTheOrderInWhichPeopleReadThem()
    {
        var schema = Member("Ask").ContractInputSchema;

        Assert.Equal(["$schema", "title", "description", "type", "additionalProperties", "required", "properties", "$defs"], schema.EnumerateObject().Select(static keyword => keyword.Name));
        Assert.Equal(["description", "type"], schema.GetProperty("properties").GetProperty("documented").EnumerateObject().Select(static keyword => keyword.Name));
        Assert.Equal(schema.GetRawText(), Member("Ask").ContractInputSchema.GetRawText());
    }

    [Fact]
    public void ContractSchemas_ContextOfTheContract_AreThoseOfReflection()
    {
        var (generated, reflected) = (CodecContract.Taking<Order>(SampleJson.Default).ContractInputSchema, CodecContract.Taking<Order>().ContractInputSchema);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(reflected.GetRawText()), JsonNode.Parse(generated.GetRawText())), generated.GetRawText());
        Assert.Equal(["OrderLine"], generated.GetProperty("$defs").EnumerateObject().Select(static definition => definition.Name));
    }

    private const string Inner = """
        {"type":"object","additionalProperties":false,"required":["size","deep"],"properties":{"size":{"type":"string","enum":["small"]},
        "deep":{"type":"object","additionalProperties":false,"required":["moods"],"properties":{"moods":{"type":"array","items":{"$ref":"#/$defs/Mood"}}}}}}
        """;

    private static HookCodec Member(string name) => CodecContract.Member<ISurvey>(name);

    private static string With(string schema, string definitions) => $$"""{{schema.TrimEnd()[..^1]}},"$defs":{{definitions}}}""";

    /// <summary>Compares with a schema, which has the version of the language besides.</summary>
    private static void AssertSchema(string expected, JsonElement? actual)
    {
        var schema = JsonNode.Parse(expected)!;
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        Assert.True(JsonNode.DeepEquals(schema, JsonNode.Parse(actual!.Value.GetRawText())), actual.Value.GetRawText());
    }
}
