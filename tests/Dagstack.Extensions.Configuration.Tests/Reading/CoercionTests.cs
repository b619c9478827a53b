using System.Numerics;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

/// <summary>What each getter takes and refuses: <c>_meta/coercion.yaml</c>.</summary>
public sealed class CoercionTests
{
    [Theory]
    [InlineData("42", 42)]
    [InlineData("-5", -5)]
    [InlineData("\"42\"", 42)]
    [InlineData("\"-5\"", -5)]
    [InlineData("\"007\"", 7)]
    [InlineData("3.0", 3)]
    [InlineData("1e3", 1000)]
    [InlineData("0x10", 16)]
    [InlineData("9007199254740991", 9007199254740991)]
    [InlineData("-9007199254740991.0", -9007199254740991)]
    [InlineData("\"9007199254740991\"", 9007199254740991)]
    public void GetInt64_WholeNumber_IsTaken(string yaml, long expected) => Assert.Equal(expected, Configs.Yaml($"k: {yaml}").GetInt64("k"));

    [Theory]
    [InlineData("3.14")]
    [InlineData("\"42.0\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"4_2\"")]
    [InlineData("\"1e5\"")]
    [InlineData("\" 42\"")]
    [InlineData("\"42\\n\"")]
    [InlineData("\"+42\"")]
    [InlineData("\"\"")]
    [InlineData("\"٤٢\"")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("9007199254740992.0")]
    [InlineData("\"9007199254740992\"")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("true")]
    [InlineData("~")]
    [InlineData("[1]")]
    [InlineData("{a: 1}")]
    [InlineData(".inf")]
    public void GetInt64_AnythingElse_IsRefused(string yaml) => AssertMismatch(yaml, static config => config.GetInt64("k"));

    [Theory]
    [InlineData("42", 42)]
    [InlineData("3.14", 3.14)]
    [InlineData("\"3.14\"", 3.14)]
    [InlineData("\"-0.5\"", -0.5)]
    [InlineData("\"1e5\"", 1e5)]
    [InlineData("\"1.5E-3\"", 1.5e-3)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("1e300", 1e300)]
    public void GetDouble_Number_IsTaken(string yaml, double expected) => Assert.Equal(expected, Configs.Yaml($"k: {yaml}").GetDouble("k"));

    [Theory]
    [InlineData(".inf")]
    [InlineData(".nan")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"1.\"")]
    [InlineData("\".5\"")]
    [InlineData("\"+1\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"1e400\"")]
    [InlineData("false")]
    [InlineData("~")]
    [InlineData("[]")]
    public void GetDouble_AnythingElse_IsRefused(string yaml) => AssertMismatch(yaml, static config => config.GetDouble("k"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("yes", true)]
    [InlineData("NO", false)]
    [InlineData("\"1\"", true)]
    [InlineData("\"0\"", false)]
    [InlineData("\"TRUE\"", true)]
    public void GetBoolean_BooleanOrWord_IsTaken(string yaml, bool expected) => Assert.Equal(expected, Configs.Yaml($"k: {yaml}").GetBoolean("k"));

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("1.0")]
    [InlineData("on")]
    [InlineData("\"\"")]
    [InlineData("\" true\"")]
    [InlineData("~")]
    [InlineData("[true]")]
    public void GetBoolean_AnythingElse_IsRefused(string yaml) => AssertMismatch(yaml, static config => config.GetBoolean("k"));

    [Theory]
    [InlineData("768")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("~")]
    [InlineData("[a]")]
    [InlineData("{a: b}")]
    public void GetString_AnythingButAString_IsRefused(string yaml) => AssertMismatch(yaml, static config => config.GetString("k"));

    [Theory]
    [InlineData("\"a,b,c\"")]
    [InlineData("1")]
    [InlineData("~")]
    [InlineData("{a: b}")]
    public void GetList_AnythingButAList_IsRefused(string yaml) => AssertMismatch(yaml, static config => config.GetList("k"));

    [Fact]
    public void Get_InterpolatedValue_IsItsTypeAndAStringToo()
    {
        var config = Configs.Yaml("n: ${N}\nb: ${B}\none: ${ONE}\npin: ${PIN}\nnone: ${NONE:-}\n", ("N", "5432"), ("B", "true"), ("ONE", "1"), ("PIN", "0123"));
        Assert.Equal((5432L, "5432", 5432), (config.Get("n"), config.GetString("n"), config.GetInt32("n")));
        Assert.Equal((true, "true", true), (config.Get("b"), config.GetString("b"), config.GetBoolean("b")));
        Assert.True(config.GetBoolean("one"));
        Assert.Equal((123L, "0123"), (config.Get("pin"), config.GetString("pin")));
        Assert.Equal((null, string.Empty), (config.Get("none"), config.GetString("none")));
    }

    [Fact]
    public void Get_Raw_HasDotNetTypes()
    {
        var config = Configs.Yaml("s: x\ni: 1\nf: 1.5\nb: true\nz: ~\nbig: 123456789012345678901234567890\nl: [1, {a: b}]\nm: {c: [2]}\n");
        Assert.Equal(["x", 1L, 1.5, true, null, BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture)], new[] { "s", "i", "f", "b", "z", "big" }.Select(config.Get));
        Assert.Equal("b", config.Get("l[1].a"));
        Assert.Equal(2L, Assert.IsType<IReadOnlyList<object?>>(((IReadOnlyDictionary<string, object?>)config.Get("m")!)["c"], exactMatch: false)[0]);
        Assert.Equal([2L], config.GetList("m.c"));
        Assert.Equal(8, ((IReadOnlyDictionary<string, object?>)config.Get(string.Empty)!).Count);
    }

    [Fact]
    public void Get_WithDefault_TakesItForAnAbsentPathOnly()
    {
        var config = Configs.Yaml("a: {z: ~, s: text}\n");
        Assert.Equal(("d", 7, 8L, 0.5, true), (config.GetString("a.x", "d"), config.GetInt32("a.x", 7), config.GetInt64("x", 8), config.GetDouble("x.y.z", 0.5), config.GetBoolean("a.s.t", true)));
        Assert.Equal(ConfigErrorReason.TypeMismatch, Assert.Throws<ConfigException>(() => config.GetString("a.z", "d")).Reason);
        Assert.Equal(ConfigErrorReason.TypeMismatch, Assert.Throws<ConfigException>(() => config.GetInt32("a.s", 1)).Reason);
    }

    [Fact]
    public void Get_TypeMismatch_SaysWhereAndWhatAndMasksSecrets()
    {
        var config = Configs.Yaml("db:\n  port: 54x2\n  api_key: hush\n  max: 3000000000\n");
        Assert.Equal("app.yaml(2,9): db.port: expected a whole number from -2147483648 to 2147483647, or a string of one, found a string (\"54x2\"). Correct the value, or ask for what it is.", Assert.Throws<ConfigException>(() => config.GetInt32("db.port")).Message);
        Assert.Equal(ConfigErrorReason.TypeMismatch, Assert.Throws<ConfigException>(() => config.GetInt32("db.max")).Reason);
        var masked = Assert.Throws<ConfigException>(() => config.GetInt64("db.api_key"));
        Assert.Contains("found a string ([MASKED])", masked.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", masked.ToString(), StringComparison.Ordinal);
    }

    private static void AssertMismatch(string yaml, Func<DagstackConfig, object?> read)
    {
        var error = Assert.Throws<ConfigException>(() => read(Configs.Yaml($"k: {yaml}")));
        Assert.Equal((ConfigErrorReason.TypeMismatch, "k", "yaml:app.yaml"), (error.Reason, error.Path, error.SourceId));
    }
}
