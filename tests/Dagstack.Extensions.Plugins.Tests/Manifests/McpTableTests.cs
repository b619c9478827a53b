using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The tables of plugins in other processes: defaults, and addresses that are not known before the plugin starts.</summary>
public sealed class McpTableTests
{
    private static readonly ManifestLoadOptions s_host = new() { SupportedRuntimes = new HashSet<string> { PluginRuntimes.McpStdio } };

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

    [Theory]
    [InlineData("runtime = \"mcp_stdio\"")]
    [InlineData("runtime = [\"mcp_http\", \"mcp_stdio\"]\nurl = \"http://x\"")]
    [InlineData("runtime = \"mcp_stdio\"\nmcp_stdio = { env = { A = \"1\" } }")]
    [InlineData("runtime = \"mcp_stdio\"\nenv = { A = \"1\" }")]
    public void Parse_McpStdioWithAnEntryPoint_NeedsNoCommand(string lines)
    {
        var manifest = ManifestSamples.Replacing("runtime", lines, s_host).ThrowIfInvalid();

        Assert.Equal("plugin:FixedChunker", manifest.EntryPoint!.Text);
        Assert.Equal(lines.Contains("env", StringComparison.Ordinal) ? "1" : null, manifest.McpStdio?.Environment["A"]);
        Assert.Empty(manifest.McpStdio?.Command ?? []);
    }

    [Theory]
    [InlineData("mcp_stdio = { }", "plugin.mcp_stdio.command")]
    [InlineData("env = { A = \"1\" }", "plugin.mcp_stdio")]
    [InlineData("", "plugin.mcp_stdio")]
    public void Parse_McpStdioWithoutAnEntryPoint_NeedsACommand(string line, string path)
    {
        var text = $"[plugin]\nname = \"a\"\nkind = \"b\"\ncore_version = \">=0.1.0,<1.0.0\"\nruntime = \"mcp_stdio\"\n{line}";

        Assert.Equal(path, Assert.Single(PluginManifestLoader.Parse(text, ManifestFormat.Toml, options: s_host).Problems).Path);
    }

    [Fact]
    public void Parse_TablesOfMcpRuntimes_HaveTheDefaultsOfCode()
    {
        var manifest = ManifestSamples.With("[plugin.mcp_http]\nurl = \"http://x\"\n[plugin.mcp_stdio]\ncommand = [\"x\"]").ThrowIfInvalid();

        Assert.All([manifest.McpStdio!, new() { Command = ["x"] }], static stdio => Assert.Equal((TimeSpan.FromSeconds(30), 0, 0), (stdio.StartupTimeout, stdio.ToolsAllow.Count, stdio.ToolsDeny.Count)));
        Assert.All([manifest.McpHttp!, new() { Url = new("http://x") }], static http => Assert.Equal(("Authorization", TimeSpan.FromSeconds(60), 0, 0, 0), (http.AuthHeader, http.Timeout, http.Headers.Count, http.ToolsAllow.Count, http.ToolsDeny.Count)));
    }
}
