using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Interpolation;

public sealed class InterpolatorTests
{
    private static readonly Dictionary<string, string> s_variables = new() { ["A"] = "one", ["B2_c"] = "two", ["EMPTY"] = "", ["TRICK"] = "${A}", ["DOLLARS"] = "$$", ["secret"] = "s" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("${A}", "one")]
    [InlineData("<${A}-${B2_c}>", "<one-two>")]
    [InlineData("${A}${A}", "oneone")]
    [InlineData("${NO:-default}", "default")]
    [InlineData("${NO:-}", "")]
    [InlineData("${A:-default}", "one")]
    [InlineData("${EMPTY:-default}", "default")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NO:-a:-b}", "a:-b")]
    [InlineData("${NO:-$$}", "$$")]
    [InlineData("${NO:-{\"k\":1}}", "{\"k\":1}")]
    [InlineData("${A:-{\"k\":{}}}", "one")]
    [InlineData("<${NO:-{}}>${NO:-x}}", "<{}>x}")]
    [InlineData("$$", "$")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$$${A}", "$one")]
    [InlineData("$$$$", "$$")]
    [InlineData("$A costs 5$", "$A costs 5$")]
    [InlineData("$ {A}", "$ {A}")]
    [InlineData("${TRICK}", "${A}")]
    [InlineData("${DOLLARS}", "$$")]
    [InlineData("${secret}", "s")]
    [InlineData("$${secret:env:A}", "${secret:env:A}")]
    [InlineData("}{", "}{")]
    public void Expand_Text_ReplacesEachReferenceOnce(string text, string expected) => Assert.Equal(expected, Expand(text).Text);

    [Theory]
    [InlineData("${NO}", ConfigErrorReason.EnvUnresolved, "the variable NO is not set, and '${NO}' has no default. Set it, or write ${NO:-default}.")]
    [InlineData("a ${NO} b", ConfigErrorReason.EnvUnresolved, "the variable NO is not set")]
    [InlineData("${", ConfigErrorReason.ParseError, "'${' has no closing brace")]
    [InlineData("${A", ConfigErrorReason.ParseError, "'${A' has no closing brace")]
    [InlineData("${NO:-{x}", ConfigErrorReason.ParseError, "'${NO:-…' has an opening brace in its default and none that closes it. Braces in a default have to balance: add the other one, or put such a text into a variable of its own.")]
    [InlineData("${A:-{} ${A}", ConfigErrorReason.ParseError, "Braces in a default have to balance")]
    [InlineData("${}", ConfigErrorReason.ParseError, "'${}' is no reference")]
    [InlineData("${1A}", ConfigErrorReason.ParseError, "'${1A}' is no reference")]
    [InlineData("${A-b}", ConfigErrorReason.ParseError, "is no reference. Write ${NAME} or ${NAME:-default}")]
    [InlineData("${A:b}", ConfigErrorReason.ParseError, "is no reference")]
    [InlineData("${ A }", ConfigErrorReason.ParseError, "is no reference")]
    [InlineData("${é}", ConfigErrorReason.ParseError, "is no reference")]
    [InlineData("${A:-${B2_c}}", ConfigErrorReason.ParseError, "references do not nest")]
    [InlineData("x${secret:env:A}", ConfigErrorReason.ParseError, "a secret has to be the whole value")]
    [InlineData("${secret:env:A} ", ConfigErrorReason.ParseError, "a secret has to be the whole value")]
    [InlineData("${secret:env:A}${A}", ConfigErrorReason.ParseError, "a secret has to be the whole value")]
    public void Expand_NotAReference_SaysWhatToWrite(string text, ConfigErrorReason reason, string error)
    {
        var result = Expand(text);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public void Expand_DefaultOfAMalformedReference_IsNotShown() => Assert.DoesNotContain("hush", Expand("${A:-hush${B}}").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("a: ${N}", "{\"a\":12}")]
    [InlineData("a: \"${N}\"", "{\"a\":\"12\"}")]
    [InlineData("a: '${N}'", "{\"a\":\"12\"}")]
    [InlineData("a: ${N}0", "{\"a\":120}")]
    [InlineData("a: ${T}", "{\"a\":true}")]
    [InlineData("a: ${NO:-}", "{\"a\":null}")]
    [InlineData("a: ${NO:-~}", "{\"a\":null}")]
    [InlineData("a: ${Z}", "{\"a\":123}")]
    [InlineData("a: !!str ${N}", "{\"a\":\"12\"}")]
    [InlineData("a: !!int \"${N}\"", "{\"a\":12}")]
    [InlineData("a: |\n  ${N}\n", "{\"a\":\"12\\n\"}")]
    [InlineData("a: $$5", "{\"a\":\"$5\"}")]
    [InlineData("- a: ${N}", "")]
    [InlineData("${N}: a", "{\"${N}\":\"a\"}")]
    public void Yaml_PlainScalar_TakesItsTypeAnew(string yaml, string json)
    {
        var variables = new Dictionary<string, string> { ["N"] = "12", ["T"] = "true", ["Z"] = "0123" };
        if (json.Length == 0)
        {
            Assert.Throws<ConfigException>(() => Trees.Read(yaml, ConfigFormat.Yaml, variables.GetValueOrDefault));
            return;
        }

        Assert.Equal(json, Trees.Json(Trees.Read(yaml, ConfigFormat.Yaml, variables.GetValueOrDefault)));
    }

    [Fact]
    public void Load_SeveralUnresolved_NamesEachVariableWithItsPlace()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "database:\n  password: ${PW}\n  servers:\n    - port: ${PORT}\n");
        folder.Write("app.local.yaml", "x: ${XX}\n");
        var error = Assert.Throws<ConfigException>(() => DagstackConfig.Load("app.yaml", o => (o.BasePath, o.Variables) = (folder.Path, static _ => null)));
        Assert.Equal((ConfigErrorReason.EnvUnresolved, string.Empty, "yaml:app.yaml"), (error.Reason, error.Path, error.SourceId));
        Assert.Equal(
            ["app.yaml(2,13): database.password: the variable PW", "app.yaml(4,13): database.servers[0].port: the variable PORT", "app.local.yaml(1,4): x: the variable XX"],
            error.Problems.Select(static problem => problem.ToString().Split(" is not set")[0]));
        Assert.StartsWith("3 problems:\n- app.yaml(2,13)", error.Message, StringComparison.Ordinal);
    }

    private static Expansion Expand(string text) => new Interpolator(s_variables.GetValueOrDefault).Expand(text);
}
