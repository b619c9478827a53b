namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Folders whose manifest is broken.</summary>
internal static class BrokenManifests
{
    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        .. BrokenManifestKeys.All,
        .. BrokenManifestText.All,
        .. BrokenManifestFiles.All,
        .. BrokenJsonManifests.All,
    ];

    /// <summary>The lines of a sound manifest, whose name is that of its folder.</summary>
    public static string[] Sound(string folder) =>
    [
        "[plugin]",
        $"name = \"{folder}\"",
        "kind = \"chunker\"",
        "runtime = \"in_process\"",
        "core_version = \">=0.1.0,<1.0.0\"",
        "entry_point = \"plugin:FixedChunker\"",
    ];

    /// <summary>A manifest in TOML, as text.</summary>
    public static BrokenPlugin Toml(string folder, string text, string? key, string? at, params string[] says) =>
        new(folder, PluginErrorCodes.ManifestInvalid, path => File.WriteAllText(Path.Combine(path, "dagstack.toml"), text), says) { Key = key, At = at };

    /// <summary>A sound manifest with more lines, from the seventh on.</summary>
    public static BrokenPlugin With(string folder, string lines, string at, params string[] says) =>
        Toml(folder, string.Join('\n', [.. Sound(folder), lines]), $"chunker:{folder}", at, says);

    /// <summary>A sound manifest in which the line of one key is another.</summary>
    public static BrokenPlugin Replacing(string folder, string line, string at, params string[] says)
    {
        var key = line[..line.IndexOf('=', StringComparison.Ordinal)];
        var lines = Sound(folder).Select(old => old.StartsWith(key, StringComparison.Ordinal) ? line : old);
        return Toml(folder, string.Join('\n', lines), $"chunker:{folder}", at, says);
    }
}
