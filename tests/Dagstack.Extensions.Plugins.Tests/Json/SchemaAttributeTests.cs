using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>What attributes say is in the schemas that clients see, and is checked.</summary>
public sealed class SchemaAttributeTests
{
    private static readonly Dictionary<string, (string Payload, string? Path)> s_asked = new()
    {
        ["all"] = ("""{"question":"Why","weight":1.5,"count":1,"args":{}}""", null),
        ["null for nothing"] = ("""{"question":"Why","weight":1.5,"count":1,"args":{},"documented":null,"mood":null}""", null),
        ["pattern"] = ("""{"question":"why","weight":1.5,"count":1,"args":{}}""", "/question"),
        ["too short"] = ("""{"question":"","weight":1.5,"count":1,"args":{}}""", "/question"),
        ["below"] = ("""{"question":"Why","weight":0.5,"count":1,"args":{}}""", "/weight"),
        ["above"] = ("""{"question":"Why","weight":6,"count":1,"args":{}}""", "/weight"),
        ["no multiple"] = ("""{"question":"Why","weight":1.25,"count":1,"args":{}}""", "/weight"),
        ["not above"] = ("""{"question":"Why","weight":1.5,"count":0,"args":{}}""", "/count"),
        ["other type by keywords"] = ("""{"question":"Why","weight":1.5,"count":1,"args":[]}""", "/args"),
    };

    public static TheoryData<string> Asked => [.. s_asked.Keys];

    [Theory]
    [MemberData(nameof(Asked))]
    public void CheckArguments_ParametersWithAttributes_AreCheckedByThem(string row)
    {
        var (payload, path) = s_asked[row];
        var problems = SchemaAssert.Problems(Member("Ask"), payload);

        Assert.Equal(path is null ? [] : [path], problems.Select(static problem => problem.Path).Distinct());
    }

    [Fact]
    public void InputSchema_Attributes_AreInItAndItStaysAsTolerantAsItWas()
    {
        var schema = Member("Tell").InputSchema;

        Assert.Equal(("Answer", "What somebody said."), (schema.GetProperty("title").GetString(), schema.GetProperty("description").GetString()));
        Assert.Equal("""{"type":"integer","default":7}""", schema.GetProperty("properties").GetProperty("count").GetRawText());
        Assert.Equal(1, schema.GetProperty("properties").GetProperty("text").GetProperty("minLength").GetInt32());
        SchemaAssert.Fits(Member("Tell"), """{"text":"a","required":null,"note":null,"second":null,"more":1}""");
        Assert.Equal("/text", Assert.Single(SchemaAssert.Problems(Member("Tell"), """{"text":"","required":null}""")).Path);
        Assert.Equal("Ask input", Member("Ask").InputSchema.GetProperty("title").GetString());
    }

    [Fact]
    public void InputSchema_ConstructorParameterAndItsProperty_HaveBoth()
    {
        Assert.Equal("/loose/name", Assert.Single(SchemaAssert.Problems(Member("Pages"), """{"pages":{"items":[]},"other":{"yes":true},"loose":{"name":"ab","more":1},"twin":"none"}""")).Path);
        Assert.Equal("b", Member("Pages").InputSchema.GetProperty("properties").GetProperty("loose").GetProperty("properties").GetProperty("other").GetProperty("default").GetString());
    }

    [Fact]
    public void OutputSchema_ReturnValue_HasWhatIsSaidOfIt()
    {
        AssertJson("""{"type":"object","properties":{"result":{"type":"integer","minimum":0,"title":"Ask output"}},"required":["result"]}""", Member("Ask").OutputSchema);
        Assert.Equal("Inherited", Member("Inherited").OutputSchema.GetProperty("properties").GetProperty("result").GetProperty("title").GetString());
        Assert.NotEmpty(SchemaAssert.Problems(Member("Inherited"), """{"text":"a"}"""));
        Assert.Equal("Names", Member("get_Names").OutputSchema.GetProperty("properties").GetProperty("result").GetProperty("title").GetString());
    }

    [Fact]
    public void Schemas_DefinitionsOfKeywords_AreFoundByClientsToo()
    {
        var codec = Member("Identify");

        AssertJson(
            """{"type":"object","properties":{"result":{"oneOf":[{"$ref":"#/$defs/Id"},{"type":"null"}]}},"required":["result"],"$defs":{"Id":{"type":"string","pattern":"^[0-9]+$"}}}""",
            codec.OutputSchema);
        SchemaAssert.Fits(codec, """{"id":"12"}""");
        Assert.Equal("/id", Assert.Single(SchemaAssert.Problems(codec, """{"id":"a"}""")).Path);
    }

    [Fact]
    public void Schemas_TypeWithAConverter_IsCheckedByWhatIsSaidOfIt()
    {
        SchemaAssert.Fits(Member("Rates"), """{"rated":{"code":"A","other":null,"codes":["B"]},"codes":["C"]}""");
        Assert.Equal(["/rated/codes/0", "/codes/0"], SchemaAssert.Problems(Member("Rates"), """{"rated":{"code":"A","other":"B","codes":["b"]},"codes":["c"]}""").Select(static problem => problem.Path));
    }

    [Theory]
    [InlineData("Bad", "'Keywords' of [JsonSchema] on the parameter 'text' of the hook 'Bad' is no JSON object: ")]
    [InlineData("NoObject", "'Keywords' of [JsonSchema] on the parameter 'text' of the hook 'NoObject' is JSON, but no object: [1]. Give an object such as {\"minProperties\": 1}.")]
    [InlineData("Twice", "'Keywords' of [JsonSchema] on the parameter 'text' of the hook 'Twice' is no JSON object: ")]
    [InlineData("Endless", "'maximum' of [JsonSchema] on the parameter 'value' of the hook 'Endless' is infinite, which JSON does not have.")]
    public void Schemas_AttributeThatCannotBeWritten_ThrowWhereAndWhatToDo(string member, string message)
    {
        var codec = Member(member);

        Assert.All(
            [Assert.Throws<PluginSerializationException>(() => codec.InputSchema), Assert.Throws<PluginSerializationException>(() => codec.ContractInputSchema)],
            fault => Assert.Contains(message, fault.Message, StringComparison.Ordinal));
    }

    private static HookCodec Member(string name) => CodecContract.Member<ISurvey>(name);

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), actual.GetRawText());
}
