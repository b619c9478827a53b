using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>The schemas of records whose constructors have defaults.</summary>
public sealed class SchemaDefaultTests
{
    private static readonly Dictionary<string, (HookCodec Takes, HookCodec Returns, string Type, string? Default)> s_rows = new()
    {
        ["enum"] = Row<WithSpeed>("string", "\"slow\""),
        ["enum without a member 0"] = Row<WithGear>("string", null),
        ["enum or nothing"] = Row<WithSpeedOrNot>("""["string","null"]""", "\"slow\""),
        ["decimal"] = Row<WithDecimal>("""["string","number"]""", "\"1.5\""),
        ["decimal or nothing"] = Row<WithDecimalOrNot>("""["string","number","null"]""", "null"),
        ["bytes"] = Row<WithBytes>("""["string","null"]""", "null"),
        ["duration"] = Row<WithDuration>("string", "\"00:00:00\""),
        ["GUID"] = Row<WithGuid>("string", "\"00000000-0000-0000-0000-000000000000\""),
        ["moment"] = Row<WithMoment>("string", "\"0001-01-01T00:00:00+00:00\""),
        ["moment in no time zone"] = Row<WithDateTime>("string", null),
        ["not a number"] = Row<WithNaN>("number", null),
        ["text"] = Row<WithText>("string", "\"a\""),
        ["text that is null and must not be"] = Row<WithNoText>("string", null),
        ["number or nothing"] = Row<WithCount>("""["integer","null"]""", "3"),
        ["struct"] = Row<WithSpot>("object", """{"x":0,"y":0}"""),
    };

    internal enum Speed
    {
        Fast,
        Slow,
    }

    internal enum Gear
    {
        First = 1,
    }

    public static TheoryData<string> Rows => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Schemas_DefaultOfAConstructor_AreThoseOfTheTypeWithIt(string row)
    {
        var (takes, returns, type, given) = s_rows[row];

        Assert.All([takes.InputSchema, returns.OutputSchema], schema =>
        {
            SchemaAssert.IsSound(schema);
            var value = schema.GetProperty("properties").GetProperty("value");
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(type.StartsWith('[') ? type : $"\"{type}\""), JsonNode.Parse(value.GetProperty("type").GetRawText())), value.GetRawText());
            Assert.Equal("What it is.", value.GetProperty("description").GetString());
            Assert.Equal(given is not null, value.TryGetProperty("default", out var found));
            Assert.True(given is null || JsonNode.DeepEquals(JsonNode.Parse(given), JsonNode.Parse(found.GetRawText())), value.GetRawText());
            Assert.Equal(["name"], schema.GetProperty("required").EnumerateArray().Select(static name => name.GetString()));
        });
        SchemaAssert.Fits(takes, """{"name":"a"}""");
        Assert.NotEmpty(SchemaAssert.Problems(takes, """{"name":"a","value":[true]}"""));
    }

    [Fact]
    public void InputSchema_DefaultsOfTypesWithConverters_KeepsWhatTheConvertersSay()
    {
        var codec = CodecContract.Taking<WithSpeed>();

        Assert.Equal(["fast", "slow"], codec.InputSchema.GetProperty("properties").GetProperty("value").GetProperty("enum").EnumerateArray().Select(static name => name.GetString()));
        Assert.NotEmpty(SchemaAssert.Problems(codec, """{"name":"a","value":"quick"}"""));
    }

    [Fact]
    public void InputSchema_ParameterThatIsNullableAndPropertyThatIsNot_MayBeNull() =>
        SchemaAssert.Fits(CodecContract.Taking<Titled>(), """{"title":null}""");

    [Fact]
    public void InputSchema_ContextOfTheContract_HasItsDefaults()
    {
        var properties = CodecContract.Taking<Order>(SampleJson.Default).InputSchema.GetProperty("properties");

        Assert.Equal(1, properties.GetProperty("ratio").GetProperty("default").GetDouble());
        Assert.Equal(JsonValueKind.Object, properties.GetProperty("items").GetProperty("items").GetProperty("properties").ValueKind);
    }

    private static (HookCodec Takes, HookCodec Returns, string Type, string? Default) Row<T>(string type, string? given) => (CodecContract.Taking<T>(), CodecContract.Returning<T>(), type, given);

    internal sealed record WithSpeed(string Name, [property: Description("What it is.")] Speed Value = Speed.Slow);

    internal sealed record WithGear(string Name, [property: Description("What it is.")] Gear Value = default);

    internal sealed record WithSpeedOrNot(string Name, [property: Description("What it is.")] Speed? Value = Speed.Slow);

    internal sealed record WithDecimal(string Name, [property: Description("What it is.")] decimal Value = 1.5m);

    internal sealed record WithDecimalOrNot(string Name, [property: Description("What it is.")] decimal? Value = null);

    internal sealed record WithBytes(string Name, [property: Description("What it is.")] byte[]? Value = null);

    internal sealed record WithDuration(string Name, [property: Description("What it is.")] TimeSpan Value = default);

    internal sealed record WithGuid(string Name, [property: Description("What it is.")] Guid Value = default);

    internal sealed record WithMoment(string Name, [property: Description("What it is.")] DateTimeOffset Value = default);

    internal sealed record WithDateTime(string Name, [property: Description("What it is.")] DateTime Value = default);

    internal sealed record WithNaN(string Name, [property: Description("What it is.")] double Value = double.NaN);

    internal sealed record WithText(string Name, [property: Description("What it is.")] string Value = "a");

    internal sealed record WithNoText(string Name, [property: Description("What it is.")] string Value = null!);

    internal sealed record WithCount(string Name, [property: Description("What it is.")] int? Value = 3);

    internal sealed record WithSpot(string Name, [property: Description("What it is.")] Spot Value = default);

    internal sealed class Titled(string? title)
    {
        public string Title { get; } = title ?? "none";
    }
}
