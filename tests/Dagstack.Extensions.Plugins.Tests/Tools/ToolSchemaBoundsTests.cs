using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Values from outside cost little, whatever they are.</summary>
public sealed class ToolSchemaBoundsTests
{
    [Fact]
    public void Check_DeepValue_IsRefused()
    {
        var schema = CompiledSchema.Compile(JsonElement.Parse("""{"items":{"$ref":"#"}}"""));
        var deep = JsonElement.Parse(new string('[', 5_000) + new string(']', 5_000), new JsonDocumentOptions { MaxDepth = 10_000 });
        Assert.Contains("nested more than 128 deep", Assert.Single(schema.Check(deep).Problems).Message, StringComparison.Ordinal);
        Assert.True(schema.Check(JsonElement.Parse(new string('[', 60) + new string(']', 60))).Fits);
    }

    [Fact]
    public void Check_HalfOfASurrogatePair_IsRefused() =>
        Assert.Contains("not valid Unicode", Assert.Single(ToolSchemaProblemTests.Check("{}", "{'a':['\\ud800']}").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_AlternativesThatDouble_AreGivenUp()
    {
        var defs = string.Join(',', Enumerable.Range(0, 40).Select(static i => $"\"{i}\":{{\"anyOf\":[{{\"$ref\":\"#/$defs/{i + 1}\"}},{{\"$ref\":\"#/$defs/{i + 1}\"}}]}}"));
        var schema = CompiledSchema.Compile(JsonElement.Parse($"{{\"$ref\":\"#/$defs/0\",\"$defs\":{{{defs},\"40\":{{\"type\":\"string\"}}}}}}"));
        Assert.Empty(schema.Problems);
        Assert.Contains("takes too long", Assert.Single(schema.Check(JsonElement.Parse("1")).Problems).Message, StringComparison.Ordinal);
        Assert.True(schema.Check(JsonElement.Parse("\"a\"")).Fits);
    }

    [Fact]
    public void Check_PatternThatGoesBack_HasATimeOut()
    {
        // Looking ahead makes it one for the engine that can take for ever.
        var findings = ToolSchemaProblemTests.Check("{'items':{'pattern':'^(?=a)(a+)+$'}}", $"[{string.Join(',', Enumerable.Repeat($"'{new string('a', 60)}b'", 50))}]");
        Assert.Contains("takes too long on one of its texts", Assert.Single(findings.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ManyUnknownNamesOrItems_TakesLittleTime()
    {
        var watch = Stopwatch.StartNew();
        var known = string.Join(',', Enumerable.Range(0, 2000).Select(static i => $"\"property_number_{i:D40}\":{{}}"));
        var schema = CompiledSchema.Compile(JsonElement.Parse($"{{\"properties\":{{{known}}},\"additionalProperties\":false,\"items\":{{\"$ref\":\"#\"}},\"uniqueItems\":true}}"));
        var objects = string.Join(',', Enumerable.Range(0, 2000).Select(static i => $"{{\"property_nomber_{i:D40}\":1}}"));
        Assert.False(schema.Check(JsonElement.Parse($"[{objects}]")).Fits);
        var numbers = string.Join(',', Enumerable.Range(0, 50_000).Select(static i => $"1{new string('0', 40)}{i}"));
        Assert.True(schema.Check(JsonElement.Parse($"[{numbers}]")).Fits);
        Assert.True(watch.Elapsed < Limits.Patience, $"It took {watch.Elapsed}.");
    }
}
