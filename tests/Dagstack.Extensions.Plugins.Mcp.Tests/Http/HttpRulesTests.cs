using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a manifest says that cannot be done, or may not be.</summary>
public sealed class HttpRulesTests
{
    [Theory]
    [InlineData("${DAGSTACK_TEST_NOT_SET}/mcp", "", "'mcp_http.url' has '${DAGSTACK_TEST_NOT_SET}', and the variable DAGSTACK_TEST_NOT_SET is not set.")]
    [InlineData("https://host/${API_TOKEN}", "", "which is a secret by its name")]
    [InlineData("${NOT_SET_ANYWHERE:-ftp://host}", "", "'mcp_http.url' is 'ftp://host', and is to be an absolute address")]
    [InlineData("https://user:geheim@host/mcp", "", "'mcp_http.url' has a user or a password before the host 'host'.")]
    [InlineData("https://host/mcp", "auth_secret_env = \"DAGSTACK_TEST_NOT_SET\"", "names the variable DAGSTACK_TEST_NOT_SET, which is not set.")]
    [InlineData("https://host/mcp", "headers = { X-A = \"${DAGSTACK_TEST_NOT_SET}\" }", "the variable DAGSTACK_TEST_NOT_SET is not set.")]
    [InlineData("https://host/mcp", "headers = { \"X A\" = \"geheim\" }", "names the header 'X A'")]
    [InlineData("https://host/mcp", "headers = { X-A = \"geheim\\u000ab\" }", "gives the header 'X-A' a value with a line end")]
    [InlineData("https://host/mcp", "headers = { X-A = \"geheim\\u00fc\" }", "one that is not ASCII")]
    [InlineData("https://host/mcp", "headers = { content-type = \"geheim\" }", "which the protocol sets itself")]
    [InlineData("https://host/mcp", "headers = { X-A = \"geheim\", x-a = \"b\" }", "a second time")]
    [InlineData("http://host.invalid/mcp", "headers = { Authorization = \"geheim\" }", "by which the header 'Authorization' would go to 'host.invalid' readable by everybody on the way; that is refused in the environment Production.")]
    [InlineData("http://host.invalid/mcp", "headers = { X-A = \"${PATH}\" }", "refused in the environment Production")]
    [InlineData("https://host/mcp", "tls_verify = false", "that is refused in the environment Production.")]
    [InlineData("https://host/mcp", "tls_ca_bundle = \"no.pem\"", "'mcp_http.tls_ca_bundle' is 'no.pem'")]
    [InlineData("https://host/mcp", "tls_ca_bundle = \"dagstack.toml\"", "has no certificate")]
    public async Task Start_ManifestThatCannotBeDone_SaysWhyWithoutTheValueAndIsNotTriedAgain(string url, string http, string reason)
    {
        await using var host = await DeskHost.StartAsync(new() { Url = url, Http = http });

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginLoadError), (host.Status.State, host.Status.Code));
        Assert.Contains(reason, host.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("is started again", host.Status.Reason, StringComparison.Ordinal);
        Assert.All([host.Status.Reason, .. host.Logs.Lines], static text => Assert.DoesNotContain("geheim", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SecretOfTheSectionOverPlainHttp_IsRefusedInProductionOnly()
    {
        DeskHostSettings Settings(string environment) => new() { Url = "http://host.invalid/mcp", EnvironmentName = environment, Configuration = new() { ["desk:web:api_key"] = "geheim" }, Mcp = static options => options.StartPatience = TimeSpan.FromSeconds(20) };
        await using var production = await DeskHost.StartAsync(Settings("Production"));
        await using var development = await DeskHost.StartAsync(Settings("Development"));

        Assert.Contains("'desk:web:api_key' of its configuration would go to 'host.invalid'", production.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(PluginErrorCodes.PluginLoadError, production.Status.Code);
        Assert.NotEqual(PluginErrorCodes.PluginLoadError, development.Status.Code);
    }

    [Fact]
    public async Task Check_ResourceOfTheHostsProcess_IsRefused()
    {
        await using var host = await DeskHost.StartAsync(new() { Url = "http://127.0.0.1:1/mcp", Manifest = """resources = { required = ["http_client"] }""" });

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status.State, host.Status.Code));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void Options_ThatMakeNoSense_AreRefused(int number, bool isRefused)
    {
        var options = new McpOptions();

        Assert.Equal(isRefused, Record.Exception(() => options.MaxRetries = number) is ArgumentOutOfRangeException);
        Assert.Equal(isRefused, Record.Exception(() => options.StartPatience = TimeSpan.FromSeconds(number)) is ArgumentOutOfRangeException);
    }
}
