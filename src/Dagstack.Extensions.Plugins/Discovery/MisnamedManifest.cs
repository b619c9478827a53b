namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Names that people give to a manifest, and under which no host finds it.</summary>
internal static class MisnamedManifest
{
    /// <summary>A name that other things have too, the command line for one.</summary>
    private const string Bare = "dagstack";

    private static readonly string[] s_names = [PluginManifestLoader.TomlFileName, PluginManifestLoader.JsonFileName, "plugin.toml", "dagstack.yaml", "dagstack.yml", "dagstack.tml", "dagstack.toml.txt", "dagstack.json.txt", "dagstack.plugin.toml", Bare];

    /// <summary>Tells whether a file was probably meant to be a manifest.</summary>
    /// <param name="name">The name of the file.</param>
    public static bool Is(ReadOnlySpan<char> name)
    {
        if (name is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName)
        {
            return false;
        }

        foreach (var known in s_names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether a file of such a name begins as a manifest may, if its name alone does not say enough.</summary>
    /// <param name="folder">The folder that it is in.</param>
    /// <param name="name">Its name.</param>
    public static bool IsLikely(string folder, string name)
    {
        if (!name.Equals(Bare, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            var file = new FileInfo(Path.Join(folder, name));
            if (!file.Exists || file.Length == 0)
            {
                // A pipe has no length, and opening it would wait for its writer.
                return false;
            }

            using var reader = file.OpenText();
            var start = new char[256];
            var read = start.AsSpan(0, reader.ReadBlock(start)).TrimStart();
            return read is ['[' or '{', ..] or ['#', not '!', ..];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Says what to do about one.</summary>
    /// <param name="folder">The folder that it is in.</param>
    /// <param name="name">Its name.</param>
    public static string Describe(string folder, string name) => Path.GetExtension(name).ToUpperInvariant() is ".YAML" or ".YML"
        ? $"the folder '{folder}' has {name} and no {PluginManifestLoader.TomlFileName}, so no plugin is taken from it. Manifests are written in TOML or JSON: write it as {PluginManifestLoader.TomlFileName} or {PluginManifestLoader.JsonFileName}."
        : $"the folder '{folder}' has {name} and no {PluginManifestLoader.TomlFileName}, so no plugin is taken from it. If that is its manifest, rename it to {(name.Contains("json", StringComparison.OrdinalIgnoreCase) ? PluginManifestLoader.JsonFileName : PluginManifestLoader.TomlFileName)}: upper and lower case count.";
}
