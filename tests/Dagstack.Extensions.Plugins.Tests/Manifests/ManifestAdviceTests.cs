using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Slips of which the reader of manifests knows what was probably meant.</summary>
public sealed class ManifestAdviceTests
{
    [Theory]
    [InlineData("\"fixed\"", true)]
    [InlineData("{ kind = \"chunker\", name = \"fixed\" }", true)]
    [InlineData("{ kind = \"cleaner\", name = \"fixed\" }", false)]
    [InlineData("\"other\"", false)]
    public void DependsOn_ThePluginItself_IsAWarningAtItsPlace(string dependency, bool isOwn)
    {
        var result = PluginManifestLoader.Parse($"""
            [plugin]
            name = "fixed"
            kind = "chunker"
            runtime = "in_process"
            core_version = ">=0.1.0"
            entry_point = "plugin:FixedChunker"
            depends_on = ["first", {dependency}]
            """, ManifestFormat.Toml);

        Assert.True(result.IsValid);
        Assert.Equal(
            isOwn ? [(ManifestProblemSeverity.Warning, "plugin.depends_on[1]", 7, 24)] : [],
            result.Problems.Select(static problem => (problem.Severity, problem.Path, problem.Line!.Value, problem.Column!.Value)));
    }

    [Theory]
    [InlineData("\"python3 server.py --fast\"", "Write [\"python3\", \"server.py\", \"--fast\"].")]
    [InlineData("\"server\"", "Write [\"server\"].")]
    public void Command_InOneText_SaysTheArray(string command, string says)
    {
        var result = PluginManifestLoader.Parse($"""
            [plugin]
            name = "fixed"
            kind = "chunker"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0"
            [plugin.mcp_stdio]
            command = {command}
            """, ManifestFormat.Toml);

        Assert.Contains(says, Assert.Single(result.Problems, static problem => problem.Path == "plugin.mcp_stdio.command").Message, StringComparison.Ordinal);
    }
}
