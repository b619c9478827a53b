using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Manifests;

/// <summary>Changes that are certain stand with the problem, and make it go away; where somebody has to decide there is none.</summary>
public sealed class ManifestFixTests
{
    private const string Sound = "[plugin]\nname = \"fixed\"\nkind = \"chunker\"\nruntime = \"in_process\"\ncore_version = \">=0.1.0\"\nentry_point = \"plugin:A\"\n";

    [Theory]
    [InlineData("entry_point =", "entry_pont =", "entry_pont -> entry_point")]
    [InlineData("entry_point =", "  \"entry-point\"  =", "\"entry-point\" -> \"entry_point\"")]
    [InlineData("entry_point =", "'Entry_Point' =", "'Entry_Point' -> 'entry_point'")]
    [InlineData("[plugin]", "[plugni]", "plugni -> plugin")]
    [InlineData("\"in_process\"", "'in_proces'", "'in_proces' -> 'in_process'")]
    [InlineData("\"in_process\"", "[ \"In_Process\", \"mcp_stdio\" ]", "\"In_Process\" -> \"in_process\"")]
    [InlineData("entry_point", "execution_model = \"Async\" # waits\nentry_point", "\"Async\" -> \"async\"")]
    [InlineData("entry_point", "fallback = \"True\"\nentry_point", "\"True\" -> true")]
    [InlineData("entry_point", "version = 1.10# as text\nentry_point", "1.10 -> \"1.10\"")]
    [InlineData("entry_point", "schema_version = 1\nentry_point", "1 -> \"1\"")]
    [InlineData("entry_point", "authors = 'Me'\nentry_point", "'Me' -> ['Me']")]
    [InlineData("entry_point", "resources.requird = [\"clock\"]\nentry_point", "requird -> required")]
    public void Toml_SlipOfTheHand_HasTheChangeThatMakesItGoAway(string right, string wrong, string expected)
    {
        foreach (var text in new[] { Sound, Sound.Replace("\n", "\r\n", StringComparison.Ordinal), "\uFEFF# a comment\n" + Sound })
        {
            var manifest = text.Replace(right, wrong, StringComparison.Ordinal);

            var fix = Assert.Single(Parse(manifest), static problem => problem.Fix is not null).Fix!;

            Assert.Equal(expected, fix.ToString());
            var changed = fix.Apply(manifest);
            Assert.NotNull(changed);
            Assert.Empty(Parse(changed));
            Assert.Equal(manifest.Length - fix.OldText.Length + fix.NewText.Length, changed.Length);
        }
    }

    [Theory]
    [InlineData("entry_point =", "entry_pont = \"plugin:B\"\nentry_point =")]
    [InlineData("entry_point =", "entry_pont = \"plugin:B\"\nentry_poin =")]
    [InlineData("entry_point =", "color =")]
    [InlineData("entry_point =", "\"entry_po\\u006et\" =")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nexecution_model = \"ssync\"")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nexecution_model = \"\"\"Async\"\"\"")]
    [InlineData("\"in_process\"", "\"mcp_sse\"")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nversion = 1_000")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nversion = 1e3")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nversion = 2026-01-01")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nfallback = \"yes\"")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nmcp_stdio.command = \"python3 server.py\"")]
    [InlineData("\"plugin:A\"", "\"plugin:A\"\nauth.typ = \"bearer\"")]
    public void Toml_WhatIsToBeDecided_HasNone(string right, string wrong)
    {
        var problems = Parse(Sound.Replace(right, wrong, StringComparison.Ordinal));

        Assert.NotEmpty(problems);
        Assert.DoesNotContain(problems, static problem => problem.Fix is not null);
    }

    [Fact]
    public void Json_SlipOfTheHand_HasItsChange()
    {
        const string Manifest = """
            {
              "plugin": { "name": "fixed", "kind": "chunker", "runtime": "in-process", "core_version": ">=0.1.0",
                "entrypoint": "plugin:A", "version": 2, "reload": "overlp" }
            }
            """;

        var problems = Parse(Manifest, ManifestFormat.Json);

        Assert.Equal(
            ["\"entrypoint\" -> \"entry_point\"", "\"in-process\" -> \"in_process\"", "\"overlp\" -> \"overlap\"", "2 -> \"2\""],
            problems.Select(static problem => problem.Fix?.ToString()).OfType<string>().Order(StringComparer.Ordinal));

        // From behind, none moves the place of another.
        var text = Manifest;
        foreach (var fix in problems.Select(static problem => problem.Fix).OfType<ManifestFix>().OrderByDescending(static fix => (fix.Line, fix.Column)))
        {
            text = fix.Apply(text)!;
        }

        Assert.Empty(Parse(text, ManifestFormat.Json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[plugin]\nname")]
    [InlineData("[plugin]\nkin = 1")]
    public void Fix_OfATextThatHasChanged_IsNotMade(string text)
    {
        var fix = new ManifestFix { Line = 2, Column = 1, OldText = "nam ", NewText = "name " };

        Assert.Null(fix.Apply(text));
        Assert.Null(new ManifestFix { Line = 1, Column = int.MaxValue, OldText = "a", NewText = "b" }.Apply(text));
        Assert.Null(new ManifestFix { Line = 1, Column = 0, OldText = "a", NewText = "b" }.Apply(text));
    }

    private static IReadOnlyList<ManifestProblem> Parse(string text, ManifestFormat format = ManifestFormat.Toml) =>
        PluginManifestLoader.Parse(text, format, "dagstack.toml", new() { SupportedRuntimes = new HashSet<string> { "in_process", "mcp_stdio" } }).Problems;
}
