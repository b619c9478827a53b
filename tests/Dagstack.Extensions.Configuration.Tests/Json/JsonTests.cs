using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Json;

public sealed class JsonTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("\uFEFF{\"a\":1}\n", "{\"a\":1}")]
    [InlineData("{\"b\":[1,-2.5,1e2,true,false,null,\"\\u00e9\\ud83d\\ude00\"],\"a\":{}}", "{\"a\":{},\"b\":[1,-2.5,100,true,false,null,\"é😀\"]}")]
    [InlineData("{\"n\":8080.0,\"m\":-0.0,\"big\":12345678901234567890}", "{\"big\":12345678901234567890,\"m\":0,\"n\":8080}")]
    public void Document_Valid_IsRead(string text, string json) => Assert.Equal(json, Trees.Json(text, ConfigFormat.Json));

    [Theory]
    [InlineData("", 1, 1, "the file is not valid JSON")]
    [InlineData("[1]", 1, 1, "the root is a list")]
    [InlineData("{\"a\":1,\"a\":2}", 1, 8, "a: this key is there twice")]
    [InlineData("{\"\\u001b[2J\":1,\"\\u001b[2J\":2}", 1, 16, @"\u001B\[2J: this key is there twice")]
    [InlineData("{\n  \"é\": {\"b\": 1, \"b\": 2}\n}", 2, 17, "é.b: this key is there twice: the first is in line 2")]
    [InlineData("{\"a\":1,}", 1, 8, "trailing comma")]
    [InlineData("{\"a\":1 // no\n}", 1, 8, "'/' is invalid")]
    [InlineData("{\"a\":tru}", 1, 9, "the file is not valid JSON")]
    [InlineData("{\"a\":01}", 1, 7, "leading zero")]
    [InlineData("{\"a\":1e400}", 1, 6, "a: the number 1e400 is too large")]
    [InlineData("{\"é\": \"\\ud800\"}", 1, 7, "half of a surrogate pair")]
    [InlineData("{\"a\":1} {\"b\":2}", 1, 9, "after")]
    public void Document_Invalid_IsRefusedWithItsPlace(string text, int line, int column, string message)
    {
        var problem = Assert.Single(Assert.Throws<ConfigException>(() => Trees.Read(text, ConfigFormat.Json)).Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column, ConfigErrorReason.ParseError), (problem.Line, problem.Column, problem.Reason));
    }
}
