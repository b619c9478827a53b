using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Creation;

/// <summary>Tests of a plugin that is there.</summary>
internal static partial class NewTests
{
    /// <summary>Finds the manifest of the plugin that is meant.</summary>
    /// <param name="plugin">Its folder, its identity, or its name.</param>
    /// <exception cref="WrongUseException">There is none, or it cannot be read.</exception>
    public static SourcePlugin Find(string plugin)
    {
        var found = Directory.Exists(plugin)
            ? [.. new[] { PluginManifestLoader.TomlFileName, PluginManifestLoader.JsonFileName }.Select(name => Path.GetFullPath(Path.Combine(plugin, name))).Where(File.Exists)]
            : NearbyProjects.Manifests(Environment.CurrentDirectory);
        var read = found.Select(static file => ManifestSearch.Read(file)).Where(manifest => Directory.Exists(plugin) || manifest.Id is { } id && (id.ToString() == plugin || id.Name == plugin)).ToArray();
        return read switch
        {
            [] => throw new WrongUseException($"There is no plugin '{plugin}': no folder of that name with a {PluginManifestLoader.TomlFileName}, and no manifest near here with that name. Name the folder of a plugin."),
            [{ Manifest: { } manifest, File: { } file }, ..] => new(Path.GetDirectoryName(file)!, manifest),
            [var broken, ..] => throw new WrongUseException(string.Join(Environment.NewLine, broken.Problems.Select(Places.Of))),
        };
    }

    /// <summary>Makes them.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="folder">Where they go, as a full path; the last part is the name of their project.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">They cannot be made.</exception>
    public static async Task CreateAsync(SourcePlugin plugin, string folder, CancellationToken cancellationToken)
    {
        var (own, manifest) = plugin;
        var values = new Dictionary<string, string>();
        if (plugin.Project is { } project && manifest.EntryPoint is { } entryPoint)
        {
            values["pluginProject"] = Relative(project);
            values["pluginClass"] = "global::" + ClassOf(own, entryPoint.ClassName);
        }
        else
        {
            values["pluginFolder"] = Relative(own);
            values["kind"] = manifest.Id.Kind;
            values["contract"] = NearbyProjects.NearestContract(manifest.Id.Kind, own) is { } contract ? ProjectPath.Relative(Path.GetDirectoryName(folder)!, contract)
                : manifest.Id.Kind == BuiltInKind.Tool ? string.Empty
                : throw new WrongUseException($"No project near here has the contract of the kind '{manifest.Id.Kind}', which tests of a program need. Put them into the solution of the contract, or make that first: dagstack new kind {manifest.Id.Kind}");
        }

        await Templates.CreateAsync(values.ContainsKey("pluginProject") ? "dagstack-tests" : "dagstack-tests-of-program", null, Path.GetFileName(folder), folder, values, cancellationToken).ConfigureAwait(false);
        Surroundings.KeepOut(folder);
        Surroundings.NameRunner(folder);

        string Relative(string path) => ProjectPath.Relative(folder, path);
    }

    /// <summary>An entry point may leave namespaces out, a test may not.</summary>
    private static string ClassOf(string folder, string name)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return name.Replace('+', '.');
        }

        var declaration = new Regex($@"^[ \t]*([a-z]+\s+)*(class|record|type)\s+{Regex.Escape(name)}\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
        foreach (var text in SourcesOf(folder).Select(File.ReadAllText))
        {
            if (declaration.Match(text) is { Success: true } match)
            {
                return Namespaces().Matches(text[..match.Index]) is [.., var last] ? $"{last.Groups["name"].Value}.{name}" : name;
            }
        }

        return name;
    }

    private static IEnumerable<string> SourcesOf(string folder) => Directory.EnumerateFiles(folder, "*.*s", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".fs" && !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespaces();
}
