using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins;

/// <summary>Reads manifests, from files or from text, and says everything that is wrong with them at once.</summary>
public static class PluginManifestLoader
{
    /// <summary>The name of a manifest in TOML; it wins over <see cref="JsonFileName"/> in the same folder.</summary>
    public const string TomlFileName = "dagstack.toml";

    /// <summary>The name of a manifest in JSON.</summary>
    public const string JsonFileName = "dagstack.json";

    /// <summary>Reads a manifest from a file, or from the <c>dagstack.toml</c> or <c>dagstack.json</c> of a folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">What the host supports; null for the defaults.</param>
    /// <returns>The manifest, or what is wrong: a file that cannot be read is a problem, not an exception.</returns>
    public static ManifestLoadResult Load(string path, ManifestLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Directory.Exists(path) ? LoadFolder(path, options ?? ManifestLoadOptions.Default) : LoadFile(path, alsoJson: false, options ?? ManifestLoadOptions.Default);
    }

    /// <summary>Reads a manifest from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">The format of the text.</param>
    /// <param name="file">The name under which problems are reported.</param>
    /// <param name="options">What the host supports; null for the defaults.</param>
    /// <returns>The manifest, or what is wrong.</returns>
    public static ManifestLoadResult Parse(string text, ManifestFormat format, string? file = null, ManifestLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ManifestProblemList(file);
        return Parse(ManifestText.Check(text, problems), format, file, problems, options ?? ManifestLoadOptions.Default);
    }

    /// <summary>Reads a file that is known to be one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="alsoJson">Whether a JSON manifest is beside it, which is then not read.</param>
    /// <param name="options">What the host supports.</param>
    internal static ManifestLoadResult LoadFile(string file, bool alsoJson, ManifestLoadOptions options)
    {
        var problems = new ManifestProblemList(file);
        if (alsoJson)
        {
            problems.Add($"the folder has {TomlFileName} and {JsonFileName}; {TomlFileName} is taken. Remove the other one.", found: JsonFileName, expected: "one manifest", severity: ManifestProblemSeverity.Warning);
        }

        var format = FormatOf(file);
        return Parse(ManifestText.Read(file, format, problems, out var sha256), format, file, problems, options, sha256: sha256);
    }

    /// <summary>Reads a file of a list of plugins in other processes.</summary>
    internal static ManifestLoadResult LoadRemote(string file)
    {
        var problems = new ManifestProblemList(file);
        var format = FormatOf(file);
        return Parse(ManifestText.Read(file, format, problems, out var sha256), format, file, problems, ManifestLoadOptions.Default, isRemote: true, sha256: sha256);
    }

    /// <summary>Reads a text of a list of plugins in other processes.</summary>
    internal static ManifestLoadResult ParseRemote(string text, ManifestFormat format, string place)
    {
        var problems = new ManifestProblemList(place);
        return Parse(ManifestText.Check(text, problems), format, place, problems, ManifestLoadOptions.Default, isRemote: true);
    }

    /// <summary>What is said of a file that must not be read.</summary>
    internal static ManifestLoadResult Refuse(string file, string reason, ManifestLoadOptions options)
    {
        var problems = new ManifestProblemList(file);
        problems.Add(reason, expected: "a regular file with a manifest");
        return new ManifestLoadResult(new ParsedManifest(null, new ManifestFacts { File = file }, problems.Problems), options);
    }

    /// <summary>Reads a manifest that is a resource of an assembly; its entry point must be in that assembly.</summary>
    /// <param name="stream">The resource.</param>
    /// <param name="format">Its format.</param>
    /// <param name="file">The name under which problems are reported.</param>
    /// <param name="assembly">The assembly's name.</param>
    internal static ManifestLoadResult LoadEmbedded(Stream stream, ManifestFormat format, string file, string assembly)
    {
        var problems = new ManifestProblemList(file);
        return Parse(ManifestText.Read(stream, problems), format, file, problems, ManifestLoadOptions.Default, assembly);
    }

    private static ManifestFormat FormatOf(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ManifestFormat.Json : ManifestFormat.Toml;

    private static ManifestLoadResult LoadFolder(string folder, ManifestLoadOptions options)
    {
        var toml = Path.Combine(folder, TomlFileName);
        var json = Path.Combine(folder, JsonFileName);
        var hasJson = File.Exists(json);
        if (File.Exists(toml))
        {
            return LoadFile(toml, hasJson, options);
        }

        if (hasJson)
        {
            return LoadFile(json, alsoJson: false, options);
        }

        foreach (var file in new[] { toml, json })
        {
            if (ManifestFaults.Find(file) is { } fault)
            {
                return Refuse(file, fault, options);
            }
        }

        return Refuse(folder, $"the folder has no manifest. Put a {TomlFileName} or {JsonFileName} into it.", options);
    }

    private static ManifestLoadResult Parse(string? text, ManifestFormat format, string? file, ManifestProblemList problems, ManifestLoadOptions options, string? assembly = null, bool isRemote = false, byte[]? sha256 = null)
    {
        problems.Fixes = new(text);
        var root = text is null ? null : ManifestTree.Read(text, format, problems);
        var parsed = root is null
            ? new ParsedManifest(null, new ManifestFacts { File = file }, problems.Problems)
            : ManifestValidator.Validate(root, format, file, problems);
        if (root is not null && assembly is not null)
        {
            EmbeddedEntryPoint.Check(root, format, assembly, problems);
        }

        if (isRemote)
        {
            RemoteRuntimes.Check(parsed.Facts, problems);
        }

        var scanned = text is null || parsed.Facts.Id is not null ? null : root is null ? ManifestIdScanner.Scan(text, format) : ManifestIdScanner.Find(root);
        return new ManifestLoadResult(parsed, options, scanned) { Sha256 = sha256 };
    }
}
