using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Yaml;

/// <summary>YAML 1.2.2, chapters 5 to 9, as far as a configuration file has to do with them.</summary>
public sealed class YamlSyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing yet\n", "{}")]
    [InlineData("\uFEFFa: 1\n", "{\"a\":1}")]
    [InlineData("---\na: 1\n", "{\"a\":1}")]
    [InlineData("%YAML 1.2\n---\na: 1\n...\n", "{\"a\":1}")]
    [InlineData("a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}")]
    [InlineData("{}", "{}")]
    [InlineData("{a: 1, b: [x, 2, ~]}", "{\"a\":1,\"b\":[\"x\",2,null]}")]
    [InlineData("{\"a\":1,\"b\":{\"c\":\"d\"}}", "{\"a\":1,\"b\":{\"c\":\"d\"}}")]
    [InlineData("a: {b: , c}", "{\"a\":{\"b\":null,\"c\":null}}")]
    [InlineData("a: [1, 2, ]", "{\"a\":[1,2]}")]
    [InlineData("a: []\nb: {}\n", "{\"a\":[],\"b\":{}}")]
    [InlineData("a:\n- 1\n- 2\n", "{\"a\":[1,2]}")]
    [InlineData("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "{\"a\":[{\"b\":1,\"c\":2},{\"d\":3}]}")]
    [InlineData("a:\n  - - 1\n    - 2\n  - - 3\n", "{\"a\":[[1,2],[3]]}")]
    [InlineData("a:\n  -\n  - 1\n", "{\"a\":[null,1]}")]
    [InlineData("a: |\n  one\n  two\n", "{\"a\":\"one\\ntwo\\n\"}")]
    [InlineData("a: |-\n  one\n  two\n", "{\"a\":\"one\\ntwo\"}")]
    [InlineData("a: |+\n  one\n\nb: 1\n", "{\"a\":\"one\\n\\n\",\"b\":1}")]
    [InlineData("a: >\n  one\n  two\n\n  three\n", "{\"a\":\"one two\\nthree\\n\"}")]
    [InlineData("a: >-\n  one\n    two\n  three\n", "{\"a\":\"one\\n  two\\nthree\"}")]
    [InlineData("a: |2\n    one\n", "{\"a\":\"  one\\n\"}")]
    [InlineData("a: |\n  12\n", "{\"a\":\"12\\n\"}")]
    [InlineData("a: one\n  two\n  three\n", "{\"a\":\"one two three\"}")]
    [InlineData("a: 'it''s'\n", "{\"a\":\"it's\"}")]
    [InlineData("a: 'one\n\n  two'\n", "{\"a\":\"one\\ntwo\"}")]
    [InlineData("a: \"tab\\t nl\\n q\\\" b\\\\ s\\/ e\\e n\\0 u\\u00e9 U\\U0001F600 x\\x41\"\n", "{\"a\":\"tab\\t nl\\n q\\\" b\\\\ s/ e\\u001b n\\u0000 ué U😀 xA\"}")]
    [InlineData("a: \"one\\\n    two\"\n", "{\"a\":\"onetwo\"}")]
    [InlineData("a: b#c # comment\n", "{\"a\":\"b#c\"}")]
    [InlineData("a: http://x:80/y?z#f\n", "{\"a\":\"http://x:80/y?z#f\"}")]
    [InlineData("a: -1 is text\n", "{\"a\":\"-1 is text\"}")]
    [InlineData("a: ~x\n", "{\"a\":\"~x\"}")]
    [InlineData("? a\n: 1\n", "{\"a\":1}")]
    [InlineData("? a\n", "{\"a\":null}")]
    [InlineData("\"quoted key\": 1\n'other': 2\n\"12\": 3\n", "{\"12\":3,\"other\":2,\"quoted key\":1}")]
    [InlineData("key with blanks: 1\n", "{\"key with blanks\":1}")]
    [InlineData("a.b: 1\n", "{\"a.b\":1}")]
    [InlineData("yes: 1\nno: 2\n", "{\"no\":2,\"yes\":1}")]
    [InlineData("\"<<\": {a: 1}\n", "{\"<<\":{\"a\":1}}")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}")]
    [InlineData("&k a: 1\nb: *k\n", "{\"a\":1,\"b\":\"a\"}")]
    [InlineData("a: &k name\n*k : 1\n", "{\"a\":\"name\",\"name\":1}")]
    [InlineData("a: !!map {b: 1}\nc: !!seq [1]\n", "{\"a\":{\"b\":1},\"c\":[1]}")]
    [InlineData("%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1\n", "{\"a\":\"1\"}")]
    [InlineData("a: [b: 1, \"c\": 2, d]\n", "{\"a\":[{\"b\":1},{\"c\":2},\"d\"]}")]
    [InlineData("a: !<tag:yaml.org,2002:str> 1\n", "{\"a\":\"1\"}")]
    [InlineData("---\n", "{}")]
    [InlineData("a: \"\u00e9\u4e2d😀\"\n", "{\"a\":\"é中😀\"}")]
    public void Document_Valid_IsReadAsTheSpecificationSays(string yaml, string json) => Assert.Equal(json, Trees.Json(yaml, ConfigFormat.Yaml));

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, 1, "a: this key is there twice: the first is in line 1")]
    [InlineData("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, 3, "a.b: this key is there twice")]
    [InlineData("a: {b: 1, b: 2}\n", 1, 11, "a.b: this key is there twice")]
    [InlineData("- 1\n", 1, 1, "the root is a list, and it has to be a mapping")]
    [InlineData("text\n", 1, 1, "the root is a string, and it has to be a mapping")]
    [InlineData("~\n", 1, 1, "the root is null, and it has to be a mapping")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here")]
    [InlineData("---\n---\n", 2, 1, "a second document begins here")]
    [InlineData("a: 1\n...\nb: 2\n", 3, 1, "a second document begins here")]
    [InlineData("a: {b: [c]d: 1}\n", 1, 11, "did not find expected ',' or '}'")]
    [InlineData("a: &x &y 1\n", 1, 7, "another anchor, tag or alias")]
    [InlineData("a: &x *y\n", 1, 7, "another anchor, tag or alias")]
    [InlineData("%YAML 2.0\n---\na: 1\n", 1, 1, "the directive %YAML")]
    [InlineData("a: !x!y 1\n", 1, 4, "the tag handle !x! is not declared")]
    [InlineData("a: [b: 1, c: 2}\n", 1, 15, "did not find expected ',' or ']'")]
    [InlineData("8080: a\n", 1, 1, "a key is a number, 8080, and keys have to be strings. Put it in quotes.")]
    [InlineData("true: a\n", 1, 1, "a key is a boolean, true")]
    [InlineData("~: a\n", 1, 1, "a key is null, ~")]
    [InlineData("? [a]\n: 1\n", 1, 3, "a key is a list")]
    [InlineData("? {a: b}\n: 1\n", 1, 3, "a key is a mapping")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n", 3, 3, "'<<' merges mappings in YAML 1.1 only")]
    [InlineData("a: *x\n", 1, 4, "the alias *x has no anchor &x before it")]
    [InlineData("a: &x [*x]\n", 1, 8, "the alias *x stands within what it names")]
    [InlineData("a: !!int text\n", 1, 4, "the tag !!int does not fit this value")]
    [InlineData("a: !!bool yes\n", 1, 4, "the tag !!bool does not fit")]
    [InlineData("a: !!binary aGk=\n", 1, 4, "the tag tag:yaml.org,2002:binary means nothing here")]
    [InlineData("a: !mine 1\n", 1, 4, "the tag !mine means nothing here")]
    [InlineData("a: 1e400\n", 1, 4, "a: the number 1e400 is too large")]
    [InlineData("a: [1\n", 2, 1, "the file is not valid YAML")]
    [InlineData("a: 'x\n", 1, 4, "the file is not valid YAML")]
    [InlineData("a: \"\\q\"\n", 1, 4, "the file is not valid YAML")]
    [InlineData("a:\n\tb: 1\n", 2, 1, "a tab indents this line")]
    [InlineData("a: \u2028\n\tb: 1\n", 2, 1, "a tab indents this line")]
    [InlineData("a: b: c\n", 1, 5, "the file is not valid YAML")]
    [InlineData("a: 1\n b: 2\n", 2, 3, "the file is not valid YAML")]
    [InlineData("a: {b: 1\nc: 2", 1, 6, "is a bracket, a brace or a quote not closed")]
    [InlineData("a: [${B}]\n", 1, 6, "within [ ] and { } a reference has to be in quotes")]
    [InlineData("a: @x\n", 1, 4, "the file is not valid YAML")]
    [InlineData("a: \"\\ud800\"\n", 1, 4, "found invalid Unicode surrogates")]
    [InlineData("a: x\0y\n", 1, 5, "the file has a NUL byte here")]
    [InlineData("a: x\u0007y\n", 1, 5, "the control character U+0007")]
    public void Document_Invalid_IsRefusedWithItsPlace(string yaml, int line, int column, string message)
    {
        var problem = Assert.Single(Assert.Throws<ConfigException>(() => Trees.Read(yaml, ConfigFormat.Yaml)).Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column, ConfigErrorReason.ParseError), (problem.Line, problem.Column, problem.Reason));
    }

    [Fact]
    public void Document_SeveralDuplicates_AreSaidAtOnce()
    {
        var error = Assert.Throws<ConfigException>(() => Trees.Read("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n", ConfigFormat.Yaml));
        Assert.Equal(["a", "b.c"], error.Problems.Select(static problem => problem.KeyPath));
    }

    [Theory]
    [InlineData("# c\u2028evil: 1\na: 1\n", "{\"a\":1}")]
    [InlineData("a: 1 # c\u0085evil: 1\n", "{\"a\":1}")]
    [InlineData("a: \"x\u0085y\u2029z\"\n", "{\"a\":\"x\u0085y\u2029z\"}")]
    [InlineData("a: 'x\u2028y'\n", "{\"a\":\"x\u2028y\"}")]
    [InlineData("a: x\u2028y\n", "{\"a\":\"x\u2028y\"}")]
    [InlineData("a\u2029b: 1\n", "{\"a\u2029b\":1}")]
    [InlineData("a: |\n  x\u2028y\n  z\n", "{\"a\":\"x\u2028y\\nz\\n\"}")]
    [InlineData("a: \"\uE000\u2028\\L\"\n", "{\"a\":\"\uE000\u2028\u2028\"}")]
    public void Read_CharacterThatEndedALineInYaml11_IsAnOrdinaryOne(string yaml, string json) => Assert.Equal(json, Trees.Json(Trees.Read(yaml, ConfigFormat.Yaml)));
}
