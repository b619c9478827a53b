using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Yaml;

/// <summary>YAML 1.2 where the scanner alone would read YAML 1.1, or let pass what neither allows.</summary>
public sealed class YamlTextTests
{
    [Theory]
    [InlineData("a: [http://x/?y=z, b?c, d?]\n", "{\"a\":[\"http://x/?y=z\",\"b?c\",\"d?\"]}")]
    [InlineData("a: [b ? c, ?d]\n", "{\"a\":[\"b ? c\",\"?d\"]}")]
    [InlineData("a: {b?: c, \"?\": ?d}\n", "{\"a\":{\"?\":\"?d\",\"b?\":\"c\"}}")]
    [InlineData("a: [\uE003?b, \uE004]\n", "{\"a\":[\"\uE003?b\",\"\uE004\"]}")]
    [InlineData("a: [? b : c]\n", "{\"a\":[{\"b\":\"c\"}]}")]
    [InlineData("a: [::1, :b]\n", "{\"a\":[\"::1\",\":b\"]}")]
    [InlineData("a: {b: :c}\n", "{\"a\":{\"b\":\":c\"}}")]
    [InlineData("a: {b:, c: 1, d:}\n", "{\"a\":{\"b\":null,\"c\":1,\"d\":null}}")]
    [InlineData("a: {b:c}\n", "{\"a\":{\"b:c\":null}}")]
    [InlineData("a: {\"b\":c, 'd':1, e: [f]}\n", "{\"a\":{\"b\":\"c\",\"d\":1,\"e\":[\"f\"]}}")]
    [InlineData("a: [b:]\n", "{\"a\":[{\"b\":null}]}")]
    [InlineData("a: &x.y/1 1\nb: *x.y/1\n", "{\"a\":1,\"b\":1}")]
    [InlineData("a: [&ключ 1, *ключ]\n", "{\"a\":[1,1]}")]
    [InlineData("a *b: c *d\n", "{\"a *b\":\"c *d\"}")]
    [InlineData("a:\n-\tb\n- \tc\n? \td\n:\te\n", "{\"a\":[\"b\",\"c\"],\"d\":\"e\"}")]
    [InlineData("\t# c\n\t\na:\n\t# c\n  b: \"c\"\n\t\n  d: [e]\n \t# f\n", "{\"a\":{\"b\":\"c\",\"d\":[\"e\"]}}")]
    [InlineData("%FOO bar\n%YAML 1.2\n---\na: 1\n", "{\"a\":1}")]
    [InlineData("\n# c\r\n%FOO\r\n---\r\na: 1\r\n", "{\"a\":1}")]
    [InlineData("a: |\n  \n  b\n", "{\"a\":\"\\nb\\n\"}")]
    [InlineData("a: |\n  b\tc\n  \td\n", "{\"a\":\"b\\tc\\n\\td\\n\"}")]
    [InlineData("a: |\n  x", "{\"a\":\"x\"}")]
    [InlineData("a: \"\\ud83d\\ude00 \\\\ud83d \\\\'\"\n", "{\"a\":\"😀 \\\\ud83d \\\\'\"}")]
    [InlineData("a: 'b'' #c' # d\n", "{\"a\":\"b' #c\"}")]
    [InlineData("a: [\n  b,\n  c\n]\nd: {\n  e: 1\n}\n", "{\"a\":[\"b\",\"c\"],\"d\":{\"e\":1}}")]
    public void Document_ReadOtherwiseInYaml11_IsReadAsTheSpecificationSays(string yaml, string json) =>
        Assert.Equal(json, Trees.Json(yaml, ConfigFormat.Yaml));

    [Theory]
    [InlineData("a: \"\\ud800\\u0041\"\n", 1, 4, "found invalid Unicode surrogates")]
    [InlineData("a: \"\\ude00\\ud83d\"\n", 1, 4, "found invalid Unicode surrogates")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", 1, 2, "it cannot be read on from here")]
    [InlineData("a: \"b\\'c\"\n", 1, 4, "found unknown escape character")]
    [InlineData("a: \"b\"#c\n", 1, 7, "a comment has no blank before it")]
    [InlineData("a: 'b'#c\n", 1, 7, "a comment has no blank before it")]
    [InlineData("a: [b]#c\n", 1, 7, "a comment has no blank before it")]
    [InlineData("a: [b,#c\n  d]\n", 1, 7, "a comment has no blank before it")]
    [InlineData("a: [#c\n  d]\n", 1, 5, "a comment has no blank before it")]
    [InlineData("a: |-#c\n  d\n", 1, 4, "did not find expected comment or line break")]
    [InlineData("a: [-]\n", 1, 5, "found character that cannot start any token")]
    [InlineData("a: [-, b]\n", 1, 5, "found character that cannot start any token")]
    [InlineData("a: [@b]\n", 1, 5, "found character that cannot start any token")]
    [InlineData("a: [: b]\n", 1, 5, "a[0]: a key is empty, and keys have to be strings")]
    [InlineData("a: [?]\n", 1, 6, "a[0]: a key is empty, and keys have to be strings")]
    [InlineData("a: {b:[1]}\n", 1, 7, "did not find expected ',' or '}'")]
    [InlineData("a: x *b: c\n", 1, 8, "mapping values are not allowed in this context")]
    [InlineData("a: & b\n", 1, 4, "while scanning an anchor or alias")]
    [InlineData("a: 1\n%FOO\n", 2, 1, "found unknown directive name")]
    [InlineData("---\n%FOO\n", 2, 1, "found unknown directive name")]
    [InlineData("%YAML\n---\na: 1\n", 1, 1, "did not find expected version number")]
    [InlineData("a:\n  b: [c,\n  d]\n", 2, 8, "is a bracket, a brace or a quote not closed")]
    [InlineData("a: [\nb]\n", 1, 4, "is a bracket, a brace or a quote not closed")]
    [InlineData("a: [b\nc]\n", 1, 4, "is a bracket, a brace or a quote not closed")]
    [InlineData("a: \"b\nc\"\n", 1, 4, "while scanning a multi-line double-quoted scalar, found wrong indentation")]
    [InlineData("a:\n|\n b\n", 2, 1, "a block of text has to begin deeper than its key")]
    [InlineData("\ta: 1\n", 1, 1, "a tab indents this line")]
    [InlineData("a: |\n\t\n  b\n", 2, 1, "a tab indents this line")]
    public void Document_Invalid_IsRefusedWithItsPlace(string yaml, int line, int column, string message)
    {
        var problem = Assert.Single(Assert.Throws<ConfigException>(() => Trees.Read(yaml, ConfigFormat.Yaml)).Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Fact]
    public void HasBegun_TokenThatTheScannerDidNotAskAt_IsFalse()
    {
        var text = new YamlText("a: b");

        Assert.False(text.HasBegun(0));
        Assert.False(text.EndOfInput);
        Assert.True(text.HasBegun(0));
        text.Skip(3);
        Assert.False(text.EndOfInput);
        Assert.False(text.HasBegun(2));
    }
}
