using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>Copies of plugin folders in several languages, as a host finds them below one root.</summary>
internal static class PluginFolders
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "Polyglot", "plugins");
    private static readonly string s_probe = Path.Combine(Repository.Root, "tests", "fixtures", "Polyglot");

    /// <summary>Adds the plugin of the sample, and gives its folder.</summary>
    public static string AddSample(this TempFolder root, string language) => Copy(Path.Combine(s_sample, language), root.Combine(language));

    /// <summary>Adds the probe, and gives its folder.</summary>
    /// <param name="root">The root.</param>
    /// <param name="language">The language.</param>
    /// <param name="name">The plugin's name; that of the language where it is null.</param>
    /// <param name="more">More lines of the manifest's first table.</param>
    public static string AddProbe(this TempFolder root, string language, string? name = null, string more = "")
    {
        var folder = root.Combine(name ?? language);
        if (language is Language.CSharp or Language.Worker)
        {
            Copy(Path.Combine(AppContext.BaseDirectory, "plugins", Language.CSharp), folder);
        }
        else
        {
            // The protocol is that of the sample: what its readers copy is what these tests run on.
            Copy(Path.Combine(s_probe, language), folder);
            var extension = language == Language.Python ? ".py" : ".mjs";
            File.Copy(Path.Combine(s_sample, language, "server" + extension), Path.Combine(folder, "protocol" + extension));
        }

        var manifest = Path.Combine(folder, "dagstack.toml");
        var text = File.ReadAllText(manifest);
        text = language == Language.Worker ? text.Replace("in_process", "mcp_stdio", StringComparison.Ordinal).Replace($"\"{Language.CSharp}\"", $"\"{language}\"", StringComparison.Ordinal) : text;
        text = text.Replace($"name = \"{language}\"", $"name = \"{name ?? language}\"\n{more}", StringComparison.Ordinal);
        File.WriteAllText(manifest, text.Replace($", \"{language}\"]", $", \"{name ?? language}\"]", StringComparison.Ordinal));
        return folder;
    }

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        return to;
    }
}
