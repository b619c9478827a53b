namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Manifests that tests begin with.</summary>
internal static class ManifestSamples
{
    /// <summary>The manifest of the reference guide, to the letter.</summary>
    public const string Guide = """
        [plugin]
        name = "fixed"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "plugin:FixedChunker"
        version = "0.1.0"
        description = "Splits text into pieces of equal length."
        execution_model = "sync"
        [plugin.resources]
        required = ["clock"]
        """;

    /// <summary>Matches what does something to a terminal or to the lines of a log.</summary>
    public const string Unprintable = @"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]";

    private const string Minimal = """
        [plugin]
        name = "fixed"
        kind = "chunker"
        core_version = ">=0.1.0,<1.0.0"
        runtime = "in_process"
        entry_point = "plugin:FixedChunker"
        """;

    public static ManifestLoadResult Toml(string text, ManifestLoadOptions? options = null) =>
        PluginManifestLoader.Parse(text, ManifestFormat.Toml, "plugins/x/dagstack.toml", options);

    public static ManifestLoadResult Json(string text, ManifestLoadOptions? options = null) =>
        PluginManifestLoader.Parse(text, ManifestFormat.Json, "plugins/x/dagstack.json", options);

    /// <summary>A sound manifest of six lines, with more lines from the seventh on.</summary>
    public static ManifestLoadResult With(string lines, ManifestLoadOptions? options = null) => Toml(Text(lines), options);

    /// <summary>A sound manifest in which the line of one key is another.</summary>
    public static ManifestLoadResult Replacing(string key, string line, ManifestLoadOptions? options = null, string more = "") => Toml(TextReplacing(key, line) + "\n" + more, options);

    /// <inheritdoc cref="With"/>
    public static string Text(string lines) => Minimal + "\n" + lines;

    /// <inheritdoc cref="Replacing"/>
    public static string TextReplacing(string key, string line) =>
        string.Join('\n', Minimal.Split('\n').Select(old => old.StartsWith(key + " =", StringComparison.Ordinal) ? line : old));
}
