namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>What docs/tools.md prints of MCP servers.</summary>
public sealed class ToolsPageTests
{
    private const string Adapter = "samples/AIFunctions/ToolAIFunction.cs";

    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tools.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Adapter_AsPrinted_IsThatOfTheSample() =>
        Assert.Contains($"```csharp\n// {Adapter}\n{File.ReadAllText(Path.Combine(Repository.Root, Adapter)).ReplaceLineEndings("\n")}```\n", s_page, StringComparison.Ordinal);

    [Fact]
    public void Manifest_AsPrinted_IsValid()
    {
        var text = s_page.Split("<!-- filesystem: dagstack.toml -->\n```toml\n")[1].Split("```")[0];

        var manifest = PluginManifestLoader.Parse(text, ManifestFormat.Toml, options: new() { SupportedRuntimes = new HashSet<string> { PluginRuntimes.McpStdio } }).ThrowIfInvalid();

        Assert.Equal(("tool:filesystem", "npx"), (manifest.Id.ToString(), manifest.McpStdio!.Command[0]));
        Assert.NotEmpty(manifest.McpStdio.ToolsDeny);
        Assert.Equal(8, text.Split('\n').Count(static line => line.Contains('=', StringComparison.Ordinal) || line.StartsWith('[')));
    }
}
