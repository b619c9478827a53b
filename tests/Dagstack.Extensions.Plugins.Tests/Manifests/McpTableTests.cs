using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The tables of plugins in other processes: defaults, and addresses that are not known before the plugin starts.</summary>
public sealed class McpTableTests
{
    [Theory]
    [InlineData("https://${HOST}/mcp", false)]
    [InlineData("${MCP_URL}", false)]
    [InlineData("http://x/${config:path:-mcp}?a=${B}", false)]
    [InlineData("http://x/$$a", false)]
    [InlineData("http://x/$a", true)]
    [InlineData("http://x/{a}", true)]
    public void Parse_UrlWithReferences_IsATextAndAnAddressOnlyWithoutThem(string text, bool isWhole)
    {
        var table = ManifestSamples.With($"[plugin.mcp_http]\nurl = \"{text}\"").ThrowIfInvalid().McpHttp!;
        var older = ManifestSamples.With($"url = \"{text}\"").ThrowIfInvalid().McpHttp!;

        Assert.All([table, older, new() { UrlText = text }], http => Assert.Equal((text, isWhole ? text : null), (http.UrlText, http.Url?.OriginalString)));
    }

    [Fact]
    public void Parse_TablesOfMcpRuntimes_HaveTheDefaultsOfCode()
    {
        var manifest = ManifestSamples.With("[plugin.mcp_http]\nurl = \"http://x\"\n[plugin.mcp_stdio]\ncommand = [\"x\"]").ThrowIfInvalid();

        Assert.All([manifest.McpStdio!, new() { Command = ["x"] }], static stdio => Assert.Equal((TimeSpan.FromSeconds(30), 0, 0), (stdio.StartupTimeout, stdio.ToolsAllow.Count, stdio.ToolsDeny.Count)));
        Assert.All([manifest.McpHttp!, new() { Url = new("http://x") }], static http => Assert.Equal(("Authorization", TimeSpan.FromSeconds(60), 0, 0, 0), (http.AuthHeader, http.Timeout, http.Headers.Count, http.ToolsAllow.Count, http.ToolsDeny.Count)));
    }
}
