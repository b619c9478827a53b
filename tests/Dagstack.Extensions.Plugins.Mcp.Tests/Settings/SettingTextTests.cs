using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Settings;

public sealed class SettingTextTests
{
    private static readonly Dictionary<string, string> s_variables = new() { ["A"] = "one", ["EMPTY"] = "", ["TRICK"] = "${A}", ["API_KEY"] = "hush" };
    private static readonly Dictionary<string, string> s_settings = new() { ["size"] = "5", ["inner:name"] = "n", ["token"] = "hush", ["dsn"] = "hush" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("<${A}>", "<one>")]
    [InlineData("${TRICK}", "${A}")]
    [InlineData("${NO:-x}", "x")]
    [InlineData("${EMPTY:-x}", "x")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NO:-{\"k\":1}}", "{\"k\":1}")]
    [InlineData("${config:size}", "5")]
    [InlineData("${config:inner:name} ${config:inner.name}", "n n")]
    [InlineData("${config:none:-7}", "7")]
    [InlineData("$${A} costs 5$", "${A} costs 5$")]
    [InlineData("${API_KEY}${config:token}", "hushhush")]
    public void Expand_Text_ReplacesEachReferenceOnce(string text, string expected) => Assert.Equal(expected, Expand(text, SecretUse.Allowed));

    [Theory]
    [InlineData("${NO}", "'plugin.x' has '${NO}', and the variable NO is not set. Set it, or write ${NO:-default}.")]
    [InlineData("${config:none}", "'plugin.x' has '${config:none}', and the section 'kind:name' has no 'none'. Add it to the configuration, or write ${config:none:-default}.")]
    [InlineData("${A", "'plugin.x' has '${A', which has no closing brace. Write ${NAME} or ${config:key}, either with :-default before the brace, or $$ for the character $.")]
    [InlineData("${1A}", "'plugin.x' has '${1A…', which is no reference. Write ${NAME} or ${config:key}, either with :-default before the brace, or $$ for the character $.")]
    [InlineData("${config:}", "'plugin.x' has '${config:…', which is no reference. Write ${NAME} or ${config:key}, either with :-default before the brace, or $$ for the character $.")]
    [InlineData("${secret:env:A}", "'plugin.x' has '${secret…', which is no reference. Write ${NAME} or ${config:key}, either with :-default before the brace, or $$ for the character $.")]
    [InlineData("${NO:-${A}}", "'plugin.x' has a reference in the default of '${NO:-…}', and references do not nest. Write the default out, or give it a variable of its own.")]
    public void Expand_TextThatIsWrong_SaysWhatAndWhere(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SettingException>(() => Expand(text, SecretUse.Allowed)).Message);

    [Fact]
    public void Expand_SecretWhereItWouldBeSeen_IsRefusedAndNotShown()
    {
        var command = Assert.Throws<SettingException>(() => Expand("--key=${API_KEY}", SecretUse.NotInCommand)).Message;
        var address = Assert.Throws<SettingException>(() => Expand("https://x/${config:token}", SecretUse.NotInAddress)).Message;

        Assert.Equal("'plugin.x' has '${API_KEY}', which is a secret by its name. All users of the machine can read the command line of a process. Pass it by an environment variable, in 'env'.", command);
        Assert.Equal("'plugin.x' has '${config:token}', which is a secret by its name. Servers and proxies write addresses to their logs. Pass it by a header, in 'headers' or 'auth_secret_env'.", address);
        Assert.Equal("--size=5", Expand("--size=${config:size}", SecretUse.NotInCommand));
    }

    [Fact]
    public void Expand_SecretUnderAnInnocentName_IsRefusedWhereItWouldBeSeen() =>
        Assert.StartsWith("'plugin.x' has '${config:dsn}', which is a secret. All users", Assert.Throws<SettingException>(() => Expand("${config:dsn}", SecretUse.NotInCommand)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("${DB_PASSWORD:-hunter2", "${DB_PASSWORD…")]
    [InlineData("${DB_PASSWORD-hunter2}", "${DB_PASSWORD…")]
    [InlineData("${DB_PASSWORD hunter2", "${DB_PASSWORD…")]
    [InlineData("${A", "${A'")]
    [InlineData("${A hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2", "${A…")]
    [InlineData("${DB_PASSWORD:hunter2", "${DB_PASSWORD…")]
    [InlineData("${config:token:-hunter2", "${config:token:…")]
    [InlineData("${AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAhunter2", "${AAAAAAAA")]
    public void Expand_Nonsense_ShowsNoMoreThanTheName(string text, string shown)
    {
        var message = Assert.Throws<SettingException>(() => Expand(text, SecretUse.Allowed)).Message;

        Assert.Contains(shown, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    private static string Expand(string text, SecretUse secrets) =>
        new SettingText(s_variables.GetValueOrDefault, static key => (s_settings.GetValueOrDefault(key), key == "dsn"), "kind:name", new()).Expand(text, "plugin.x", secrets);
}
