using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Schemas that cannot be used say so, each with the place.</summary>
public sealed class ToolSchemaCompileTests
{
    [Theory]
    [InlineData("5", "", "found 5, expected a schema")]
    [InlineData("{'type':'strin'}", "/type", "found \"strin\", expected one of string, integer, number, boolean, object, array or null")]
    [InlineData("{'type':['string',1]}", "/type", "found 1")]
    [InlineData("{'enum':'a'}", "/enum", "expected an array of values")]
    [InlineData("{'required':'a'}", "/required", "expected an array of names")]
    [InlineData("{'required':[1]}", "/required", "expected an array of names")]
    [InlineData("{'properties':[]}", "/properties", "expected an object of schemas")]
    [InlineData("{'properties':{'a':5}}", "/properties/a", "expected a schema")]
    [InlineData("{'properties':{'a':{'items':{'minLength':-1}}}}", "/properties/a/items/minLength", "expected an integer of at least 0")]
    [InlineData("{'minLength':1.5}", "/minLength", "expected an integer of at least 0")]
    [InlineData("{'minimum':'1'}", "/minimum", "expected a number")]
    [InlineData("{'exclusiveMinimum':true}", "/exclusiveMinimum", "expected a number")]
    [InlineData("{'multipleOf':0}", "/multipleOf", "expected a number above zero")]
    [InlineData("{'pattern':'('}", "/pattern", "is not a regular expression that can be used")]
    [InlineData("{'patternProperties':{'[':{}}}", "/patternProperties/[", "is not a regular expression that can be used")]
    [InlineData("{'uniqueItems':1}", "/uniqueItems", "expected true or false")]
    [InlineData("{'anyOf':{}}", "/anyOf", "expected an array of schemas")]
    [InlineData("{'oneOf':[]}", "/oneOf", "expected at least one schema")]
    [InlineData("{'type':'string','type':'integer'}", "/type", "is there twice")]
    [InlineData("{'properties':{'a':{},'a':{}}}", "/properties/a", "is there twice")]
    [InlineData("{'$ref':'#/$defs/none'}", "/$ref", "leads nowhere: there is no /$defs")]
    [InlineData("{'$ref':'https://example.org/x'}", "/$ref", "only references such as '#/$defs/name' are supported")]
    [InlineData("{'$ref':'#anchor'}", "/$ref", "only references such as")]
    [InlineData("{'$ref':'#'}", "", "refers to itself without going into the value")]
    [InlineData("{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'$ref':'#/$defs/b'},{'type':'null'}]},'b':{'not':{'$ref':'#/$defs/a'}}}}", "/$defs/a", "refers to itself")]
    [InlineData("{'contains':{}}", "/contains", "the keyword 'contains' is not supported")]
    [InlineData("{'properties':{'a':{'dependentRequired':{}}}}", "/properties/a/dependentRequired", "the keyword 'dependentRequired' is not supported")]
    [InlineData("{'unevaluatedProperties':false}", "/unevaluatedProperties", "is not supported")]
    [InlineData("{'properties':{'a':{'$id':'https://example.org/a'}}}", "/properties/a/$id", "is not supported")]
    public void Compile_UnusableSchema_SaysWhereAndWhy(string schema, string path, string message)
    {
        var problem = Assert.Single(CompiledSchema.Compile(JsonElement.Parse(schema.Replace('\'', '"'))).Problems);
        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SeveralProblems_AllAreFound()
    {
        var problems = CompiledSchema.Compile(JsonElement.Parse("""{"type":"x","minimum":"1","properties":{"a":{"contains":{}}}}""")).Problems;
        Assert.Equal(["/minimum", "/properties/a/contains", "/type"], problems.Select(static problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compile_UnsupportedKeywordThatNothingUses_DoesNotMatter() =>
        Assert.Empty(CompiledSchema.Compile(JsonElement.Parse("""{"$defs":{"a":{"contains":{}}},"default":{"contains":1}}""")).Problems);

    [Fact]
    public void Compile_DepthCountAndChains_AreBounded()
    {
        var deep = JsonElement.Parse(string.Concat(Enumerable.Repeat("{\"not\":", 200)) + "{}" + new string('}', 200), new JsonDocumentOptions { MaxDepth = 1000 });
        Assert.Contains("nested more than 128 deep", Assert.Single(CompiledSchema.Compile(deep).Problems).Message, StringComparison.Ordinal);
        var wide = JsonElement.Parse($"{{\"anyOf\":[{string.Join(',', Enumerable.Repeat("{}", 20_000))}]}}");
        Assert.Contains("more than 10000 schemas", Assert.Single(CompiledSchema.Compile(wide).Problems).Message, StringComparison.Ordinal);
        var chain = JsonElement.Parse($"{{\"$ref\":\"#/$defs/0\",\"$defs\":{{{string.Join(',', Enumerable.Range(0, 5000).Select(static i => $"\"{i}\":{{\"$ref\":\"#/$defs/{i + 1}\"}}"))},\"5000\":{{}}}}}}");
        Assert.Contains("in a chain of more than 100", Assert.Single(CompiledSchema.Compile(chain).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_HalfOfASurrogatePair_IsRefused()
    {
        Assert.Contains("not valid Unicode", Assert.Single(CompiledSchema.Compile(JsonElement.Parse("""{"properties":{"\ud800":{}}}""")).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("default JsonElement", Assert.Single(CompiledSchema.Compile(default).Problems).Message, StringComparison.Ordinal);
    }
}
