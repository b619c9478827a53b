using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>The schemas of what hooks take and return.</summary>
public sealed class SchemaTests
{
    // What is no value of the type, and is so by the schema already.
    private static readonly Dictionary<string, (Type Type, string Json)> s_wrong = new()
    {
        ["number for text"] = (typeof(string), "1"),
        ["null for text"] = (typeof(string), "null"),
        ["text for a number"] = (typeof(int), "\"1\""),
        ["too large"] = (typeof(int), "3000000000"),
        ["below zero"] = (typeof(byte), "-1"),
        ["fraction"] = (typeof(long), "1.5"),
        ["two characters"] = (typeof(char), "\"ab\""),
        ["text for true"] = (typeof(bool), "\"true\""),
        ["array for bytes"] = (typeof(byte[]), "[1,2]"),
        ["moment without an offset"] = (typeof(DateTimeOffset), "\"2026-01-31T18:30:00\""),
        ["day for a moment"] = (typeof(DateTime), "\"2026-01-31\""),
        ["word for a date"] = (typeof(DateOnly), "\"today\""),
        ["hour for a time"] = (typeof(TimeOnly), "\"18\""),
        ["seconds for a duration"] = (typeof(TimeSpan), "30"),
        ["word for a decimal"] = (typeof(decimal), "\"much\""),
        ["true for a decimal"] = (typeof(decimal), "true"),
        ["fraction for a big integer"] = (typeof(BigInteger), "\"1.5\""),
        ["digits for a GUID"] = (typeof(Guid), "\"0f8fad5b\""),
        ["name that no member has"] = (typeof(Care), "\"VeryCareful\""),
        ["number for an enum"] = (typeof(Care), "1"),
        ["text for flags"] = (typeof(Rights), "\"read\""),
        ["flag that there is not"] = (typeof(Rights), "[\"fly\"]"),
        ["object for a list"] = (typeof(IReadOnlyList<int>), "{}"),
        ["item of another type"] = (typeof(IReadOnlySet<int>), "[1,\"2\"]"),
        ["value of another type"] = (typeof(Dictionary<string, decimal>), """{"a":true}"""),
        ["item of another type than a decimal"] = (typeof(decimal[]), "[true]"),
        ["item that is no enum"] = (typeof(IReadOnlyList<Care?>), "[null,\"sloppy\"]"),
        ["value of a chain"] = (typeof(ChainResult<int>), """{"value":"x"}"""),
        ["object without what it needs"] = (typeof(Order), """{"name":"a"}"""),
    };

    public static TheoryData<string> Wrong => [.. s_wrong.Keys];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void CheckArguments_ValueOfAnotherType_IsAProblemAtItsPlace(string row)
    {
        var (type, json) = s_wrong[row];
        var parameter = new CompilerServices.HookParameter { Name = "value", WireName = "value", Type = type };

        var problems = SchemaAssert.Problems(CodecContract.Taking(parameter, CodecContract.Parameter<int>("other")), $$"""{"value":{{json}},"other":1}""");

        Assert.NotEmpty(problems);
        Assert.All(problems, static problem => Assert.StartsWith("/value", problem.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void InputSchema_Parameters_HasNamesDefaultsAndWhatIsRequired()
    {
        var codec = CodecContract.Taking(
            CodecContract.Parameter<string>("text"),
            CodecContract.Parameter<int>("max_size", isOptional: true, defaultValue: 512),
            CodecContract.Parameter<TimeSpan>("pause", isOptional: true),
            CodecContract.Parameter<DateTime>("since", isOptional: true),
            CodecContract.Parameter<Care?>("care", isOptional: true),
            CodecContract.Parameter<string>("note", isOptional: true, isNullable: true));

        AssertJson(
            """
            {"type":"object","properties":{
            "text":{"type":"string"},
            "max_size":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"default":512},
            "pause":{"type":"string","pattern":"^-?(\\d+\\.)?\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?$","default":"00:00:00"},
            "since":{"type":"string","format":"date-time","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,16})?)?(Z|[+-][0-9]{2}(:[0-9]{2})?)$"},
            "care":{"type":["string","null"],"enum":["none","very_careful","by-hand",null],"default":null},
            "note":{"type":["string","null"],"default":null}},
            "required":["text"],"additionalProperties":false}
            """,
            codec.InputSchema);
        SchemaAssert.IsSound(codec.InputSchema);
        SchemaAssert.Fits(codec, """{"text":"a"}""");
        SchemaAssert.Fits(codec, """{"text":"a","care":null,"note":null}""");
    }

    [Fact]
    public void CheckArguments_SeveralMistakes_AreToldAtOnceWithNearNames()
    {
        var codec = CodecContract.Taking(CodecContract.Parameter<string>("text"), CodecContract.Parameter<int>("max_size", isOptional: true, defaultValue: 512));

        var problems = SchemaAssert.Problems(codec, """{"max_sise":1,"max_size":"x"}""");

        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, static problem => problem.Nearest == "max_size");
    }

    [Fact]
    public void InputSchema_NoParameters_TakesAnEmptyObjectOnly()
    {
        var codec = CodecContract.Taking();

        AssertJson("""{"type":"object","properties":{},"additionalProperties":false}""", codec.InputSchema);
        Assert.NotEmpty(SchemaAssert.Problems(codec, "[]"));
    }

    [Fact]
    public void InputSchema_OnlyParameterIsAnObject_IsThatObject()
    {
        var codec = CodecContract.Taking<Order>();

        Assert.Equal(["name", "items"], codec.InputSchema.GetProperty("required").EnumerateArray().Select(static name => name.GetString()));
        SchemaAssert.IsSound(codec.InputSchema);
        SchemaAssert.Fits(codec, """{"name":"a","items":[{"when":"1970-01-01T00:00:00Z","extra":[1]}],"more":1}""");
        Assert.NotEmpty(SchemaAssert.Problems(codec, """{"name":"a","items":[{"when":"soon"}]}"""));
        Assert.NotEmpty(SchemaAssert.Problems(codec, "null"));
    }

    [Theory]
    [InlineData("""{"root":{"next":{"next":null}},"other":{}}""", true)]
    [InlineData("""{"root":{"next":{"next":1}},"other":{}}""", false)]
    [InlineData("""{"root":{},"other":{"next":{"next":{"next":[]}}}}""", false)]
    public void InputSchema_TypesThatContainThemselves_AreDefinitions(string payload, bool fits)
    {
        var codec = CodecContract.Taking(CodecContract.Parameter<Node>("root"), CodecContract.Parameter<Node>("other"));

        SchemaAssert.IsSound(codec.InputSchema);
        Assert.Equal(fits, SchemaAssert.Problems(codec, payload).Count == 0);
    }

    [Fact]
    public void Schemas_RootThatContainsItself_IsAnObjectWithItsProperties()
    {
        var (input, output) = (CodecContract.Taking<Branch>().InputSchema, CodecContract.Returning<Branch>().OutputSchema);

        Assert.All([input, output], static schema =>
        {
            SchemaAssert.IsSound(schema);
            Assert.Equal(JsonValueKind.Object, schema.GetProperty("properties").GetProperty("leaves").ValueKind);
        });
        SchemaAssert.Fits(CodecContract.Taking<Branch>(), """{"leaves":[{"leaves":[]}]}""");
        Assert.NotEmpty(SchemaAssert.Problems(CodecContract.Taking<Branch>(), """{"leaves":[{"leaves":[1]}]}"""));
    }

    [Fact]
    public void OutputSchema_ResultThatIsNoObject_IsWrapped()
    {
        AssertJson("""{"type":"object","properties":{"result":{"type":"array","items":{"type":["string","null"]}}},"required":["result"]}""", CodecContract.Returning<IReadOnlyList<string>>().OutputSchema);
        AssertJson("""{"type":"object","properties":{"result":{"type":"null"}},"required":["result"]}""", CodecContract.Taking().OutputSchema);
        AssertJson("""{"type":"object","properties":{"result":{"type":["string","null"]}},"required":["result"]}""", CodecContract.Returning<string>(isNullable: true).OutputSchema);
        AssertJson("""{"type":"object","properties":{"result":{}},"required":["result"]}""", CodecContract.Returning<JsonElement>().OutputSchema);
    }

    [Fact]
    public void OutputSchema_ObjectThatMayBeNull_IsWrapped()
    {
        SchemaAssert.ResultFits(CodecContract.Returning<Point>(isNullable: true), "null");
        SchemaAssert.ResultFits(CodecContract.Returning<Spot?>(), """{"x":1,"y":2}""");
        SchemaAssert.ResultFits(CodecContract.Returning<Point>(), """{"x":1,"y":2}""");
    }

    [Fact]
    public void OutputSchema_Alternatives_AreToldApart()
    {
        SchemaAssert.ResultFits(CodecContract.Returning<IReadOnlyList<Shape>>(), """[{"$type":"circle","radius":1},{"$type":"square","side":2}]""");
        SchemaAssert.ResultFits(CodecContract.Returning<Shape>(), """{"$type":"circle","radius":1}""");
    }

    [Fact]
    public void InputSchema_ConverterOfTheContract_IsAnything() =>
        AssertJson("""{"type":"object","properties":{"value":{}},"required":["value"],"additionalProperties":false}""", CodecContract.Taking<Grade>().InputSchema);

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), actual.GetRawText());
}
