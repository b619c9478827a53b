using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Toml;

/// <summary>TOML 1.1, of which 1.0 is a part, against what its specification says.</summary>
public sealed class TomlTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("\uFEFFa = 1\n", "{\"a\":1}")]
    [InlineData("a = 1 # comment\r\nb = 2\r\n", "{\"a\":1,\"b\":2}")]
    [InlineData("bare_key-1 = 1\n1234 = 2\n\"quoted key\" = 3\n'lit\\eral' = 4\n\"\" = 5\n", "{\"\":5,\"1234\":2,\"bare_key-1\":1,\"lit\\\\eral\":4,\"quoted key\":3}")]
    [InlineData("a.b.c = 1\na.b.d = 2\n", "{\"a\":{\"b\":{\"c\":1,\"d\":2}}}")]
    [InlineData("a . b = 1\na.\"x.y\" = 2\n3.14159 = 3\n", "{\"3\":{\"14159\":3},\"a\":{\"b\":1,\"x.y\":2}}")]
    [InlineData("s = \"tab\\t nl\\n q\\\" b\\\\ u\\u00e9 U\\U0001F600\"\n", "{\"s\":\"tab\\t nl\\n q\\\" b\\\\ ué U😀\"}")]
    [InlineData("s = \"\\e[0m \\x41\"\n", "{\"s\":\"\\u001b[0m A\"}")]
    [InlineData("s = 'C:\\path\\n'\n", "{\"s\":\"C:\\\\path\\\\n\"}")]
    [InlineData("s = \"\"\"\none\ntwo\"\"\"\n", "{\"s\":\"one\\ntwo\"}")]
    [InlineData("s = \"\"\"one \\\n   two\"\"\"\n", "{\"s\":\"one two\"}")]
    [InlineData("s = \"\"\"a \"quote\" and \"\"two\"\" \"\"\"\n", "{\"s\":\"a \\\"quote\\\" and \\\"\\\"two\\\"\\\" \"}")]
    [InlineData("s = \"\"\"\"x\"\"\"\"\n", "{\"s\":\"\\\"x\\\"\"}")]
    [InlineData("s = '''\nraw \\n\n'''\n", "{\"s\":\"raw \\\\n\\n\"}")]
    [InlineData("i = [0, +99, -17, 1_000, 5_349_221]\n", "{\"i\":[0,99,-17,1000,5349221]}")]
    [InlineData("i = [0xDEADBEEF, 0xdead_beef, 0o755, 0b1101]\n", "{\"i\":[3735928559,3735928559,493,13]}")]
    [InlineData("i = [9223372036854775807, -9223372036854775808]\n", "{\"i\":[9223372036854775807,-9223372036854775808]}")]
    [InlineData("f = [1.5, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991_228]\n", "{\"f\":[1.5,-0.01,5e+22,1000000,-0.02,6.626e-34,224617.445991228]}")]
    [InlineData("f = [1.0, -0.0, +0.0]\n", "{\"f\":[1,0,0]}")]
    [InlineData("b = [true, false]\n", "{\"b\":[true,false]}")]
    [InlineData("d = 1979-05-27T07:32:00Z\n", "{\"d\":\"1979-05-27T07:32:00Z\"}")]
    [InlineData("d = 1979-05-27 07:32:00z\n", "{\"d\":\"1979-05-27T07:32:00Z\"}")]
    [InlineData("d = 1979-05-27t00:32:00.999999-07:00\n", "{\"d\":\"1979-05-27T00:32:00.999999-07:00\"}")]
    [InlineData("d = 1979-05-27T07:32:00\n", "{\"d\":\"1979-05-27T07:32:00\"}")]
    [InlineData("d = 1979-05-27\n", "{\"d\":\"1979-05-27\"}")]
    [InlineData("d = 07:32:00.5\n", "{\"d\":\"07:32:00.5\"}")]
    [InlineData("d = [07:32, 1979-05-27 07:32Z]\n", "{\"d\":[\"07:32\",\"1979-05-27T07:32Z\"]}")]
    [InlineData("a = []\nb = [ [] , [ [1] ] ]\n", "{\"a\":[],\"b\":[[],[[1]]]}")]
    [InlineData("a = [1, 'two', 3.5, {x = 1}, [true]]\n", "{\"a\":[1,\"two\",3.5,{\"x\":1},[true]]}")]
    [InlineData("a = [\n  1, # one\n  # none\n  2,\n]\n", "{\"a\":[1,2]}")]
    [InlineData("a = [[{x = [[1]]}]]\nb = 1\n", "{\"a\":[[{\"x\":[[1]]}]],\"b\":1}")]
    [InlineData("[a]\nb = 1\n[c]\nd = 2\n", "{\"a\":{\"b\":1},\"c\":{\"d\":2}}")]
    [InlineData("[ a . 'b.c' ] # comment\nd = 1\n", "{\"a\":{\"b.c\":{\"d\":1}}}")]
    [InlineData("[a.b.c]\n[a]\nx = 1\n", "{\"a\":{\"b\":{\"c\":{}},\"x\":1}}")]
    [InlineData("[a.b]\nx = 1\n[a.c]\ny = 2\n[a]\nz = 3\n", "{\"a\":{\"b\":{\"x\":1},\"c\":{\"y\":2},\"z\":3}}")]
    [InlineData("[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n", "{\"fruit\":{\"apple\":{\"color\":\"red\",\"taste\":{\"sweet\":true},\"texture\":{\"smooth\":true}}}}")]
    [InlineData("[a.b.c]\nz = 9\n[a]\nb.x = 1\n", "{\"a\":{\"b\":{\"c\":{\"z\":9},\"x\":1}}}")]
    [InlineData("t = {}\nu = {a = 1, b.c = 2, b.d = {e = 3}}\n", "{\"t\":{},\"u\":{\"a\":1,\"b\":{\"c\":2,\"d\":{\"e\":3}}}}")]
    [InlineData("t = {\n  a = 1, # one\n  b = 2,\n}\n", "{\"t\":{\"a\":1,\"b\":2}}")]
    [InlineData("[[p]]\nn = 1\n[[p]]\n[[p]]\nn = 3\n", "{\"p\":[{\"n\":1},{},{\"n\":3}]}")]
    [InlineData("[[f]]\nn = 'a'\n[f.x]\nc = 1\n[[f.v]]\nn = 1\n[[f.v]]\nn = 2\n[[f]]\nn = 'b'\n[[f.v]]\nn = 3\n[f.x]\nc = 2\n", "{\"f\":[{\"n\":\"a\",\"v\":[{\"n\":1},{\"n\":2}],\"x\":{\"c\":1}},{\"n\":\"b\",\"v\":[{\"n\":3}],\"x\":{\"c\":2}}]}")]
    [InlineData("[[a.b]]\nx = 1\n[a]\ny = 2\n", "{\"a\":{\"b\":[{\"x\":1}],\"y\":2}}")]
    [InlineData("true = 1\ninf = 2\nnan = 3\n1979-05-27 = 4\n", "{\"1979-05-27\":4,\"inf\":2,\"nan\":3,\"true\":1}")]
    [InlineData("a = 'é中😀' # é\n", "{\"a\":\"é中😀\"}")]
    public void Document_Valid_IsReadAsTheSpecificationSays(string toml, string json) => Assert.Equal(json, Trees.Json(toml, ConfigFormat.Toml));

    [Theory]
    [InlineData("a = 1\na = 2\n", 2, 1, "a: this key is there twice: the first is in line 1")]
    [InlineData("[t]\na = 1\n'a' = 2\n", 3, 1, "t.a: this key is there twice")]
    [InlineData("a.b = 1\na.b = 2\n", 2, 3, "a.b: this key is there twice")]
    [InlineData("t = {a = 1, a = 2}\n", 1, 13, "t.a: this key is there twice")]
    [InlineData("[a]\n[a]\n", 2, 2, "a: this is a mapping already, defined in line 1, so this table is there twice")]
    [InlineData("[a]\nb = 1\n[a.b]\n", 3, 4, "a.b: this is a whole number already, defined in line 2, so this table is there twice")]
    [InlineData("[a]\nb = 1\n[a.b.c]\n", 3, 4, "a.b: this is a whole number already, defined in line 2, so a header may not add to it")]
    [InlineData("[f]\na.c = 1\n[f.a]\n", 3, 4, "f.a: this is a mapping already, defined in line 2, so this table is there twice")]
    [InlineData("[f]\na.t.s = 1\n[f.a.t]\n", 3, 6, "f.a.t: this is a mapping already")]
    [InlineData("[a.b.c]\nz = 9\n[a]\nb.c.t = 1\n", 4, 3, "a.b.c: this is a mapping already, defined in line 1, so a dotted key may not add to it")]
    [InlineData("a = 1\na.b = 2\n", 2, 1, "a: this is a whole number already, defined in line 1, so a dotted key may not add")]
    [InlineData("t = {a = 1}\nt.b = 2\n", 2, 1, "t: this is a mapping already, defined in line 1, so a dotted key")]
    [InlineData("t = {a.b = 1}\n[t.a.c]\n", 2, 2, "t: this is a mapping already, defined in line 1, so a header")]
    [InlineData("t = {a = {x = 1}, a.y = 2}\n", 1, 19, "t.a: this is a mapping already")]
    [InlineData("p = []\n[[p]]\n", 2, 3, "p: this is a list already, defined in line 1, so [[ ]] may not add an item")]
    [InlineData("[[p]]\n[p]\n", 2, 2, "p: this is a list already, defined in line 1, with two brackets")]
    [InlineData("[p]\n[[p]]\n", 2, 3, "p: this is a mapping already, defined in line 1, so [[ ]] may not add")]
    [InlineData("[f.p]\n[[f]]\n", 2, 3, "f: this is a mapping already")]
    [InlineData("[[a.b]]\n[a]\nb.y = 2\n", 3, 1, "a.b: this is a list already")]
    [InlineData("a\n", 1, 2, "the line ends here, where '=' and a value is expected")]
    [InlineData("a =\n", 1, 4, "the line ends here, where a value")]
    [InlineData("= 1\n", 1, 1, "'=' stands here, where a key is expected")]
    [InlineData("a. = 1\n", 1, 4, "'=' stands here, where a key is expected")]
    [InlineData("a = 1 b = 2\n", 1, 7, "'b' stands here, where the end of the line is expected")]
    [InlineData("a = truex\n", 1, 5, "'truex' stands here, where a value")]
    [InlineData("a = True\n", 1, 5, "stands here, where a value")]
    [InlineData("a = text\n", 1, 5, "text in quotes")]
    [InlineData("[a\n", 1, 3, "the line ends here, where ']' is expected")]
    [InlineData("[a] b = 1\n", 1, 5, "'b' stands here, where the end of the line is expected")]
    [InlineData("[]\n", 1, 2, "where a key is expected")]
    [InlineData("[[a]\n", 1, 4, "']' stands here, where ']]' is expected")]
    [InlineData("a = [1 2]\n", 1, 8, "where ',' or ']' is expected")]
    [InlineData("a = [1\n", 2, 1, "the file ends here, where ',' or ']' is expected")]
    [InlineData("a = {b = 1\n", 2, 1, "the file ends here, where ',' or '}' is expected")]
    [InlineData("a = 01\n", 1, 5, "leading zero")]
    [InlineData("a = 1__0\n", 1, 7, "underscore")]
    [InlineData("a = 1.\n", 1, 7, "digit after the float dot")]
    [InlineData("a = .5\n", 1, 5, "'.' stands here, where a value")]
    [InlineData("a = 9223372036854775808\n", 1, 5, "unable to parse integer")]
    [InlineData("a = 0xFFFFFFFFFFFFFFFF\n", 1, 5, "a: the number 0xFFFFFFFFFFFFFFFF is too large")]
    [InlineData("a = 1e400\n", 1, 5, "a: the number 1e400 is too large")]
    [InlineData("a = 2021-02-30\n", 1, 5, "unable to parse the date")]
    [InlineData("a = 2021-13-01\n", 1, 5, "unable to parse the date")]
    [InlineData("a = \"x\\q\"\n", 1, 8, "escape character")]
    [InlineData("a = \"\\ud800\"\n", 1, 7, "Unicode scalar value")]
    [InlineData("a = \"\\U00110000\"\n", 1, 7, "Unicode scalar value")]
    [InlineData("a = 'x\n", 1, 7, "newline")]
    [InlineData("a = \"\"\"x\n", 1, 9, "end-Of-File")]
    [InlineData("a = 1\rb = 2\n", 1, 6, "the file is not valid TOML")]
    public void Document_Invalid_IsRefusedWithItsPlace(string toml, int line, int column, string message)
    {
        var problem = Assert.Single(Assert.Throws<ConfigException>(() => Trees.Read(toml, ConfigFormat.Toml)).Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((line, column, ConfigErrorReason.ParseError), (problem.Line, problem.Column, problem.Reason));
    }

    [Theory]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("-nan", double.NaN)]
    public void Float_NotFinite_IsANumber(string toml, double value) =>
        Assert.Equal(value, ((ConfigScalar)Trees.Read($"a = {toml}\n", ConfigFormat.Toml).Members["a"]).Float);

    [Theory]
    [InlineData("07:32:00.123456789", "07:32:00.1234567")]
    [InlineData("07:32:00.9999999999", "07:32:00.9999999")]
    [InlineData("2026-11-29T07:32:00.123456789Z", "2026-11-29T07:32:00.1234567Z")]
    [InlineData("2026-11-29T07:32:00.12345678+01:00", "2026-11-29T07:32:00.1234567+01:00")]
    [InlineData("07:32:00.5", "07:32:00.5")]
    public void Read_MomentFinerThanATick_IsTruncated(string moment, string read)
    {
        var tree = Trees.Read($"t = {moment}\n", ConfigFormat.Toml);
        Assert.Equal(read, Assert.IsType<ConfigScalar>(tree.Members["t"]).Text);
    }
}
