using Dagstack.Extensions.Plugins.Hookspecs.Reading;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>Reads hookspecs: files <c>&lt;kind&gt;/v&lt;N&gt;.yaml</c> with the JSON Schemas that they name.</summary>
/// <remarks>Nothing is kept: each call reads the files anew. See docs/kinds.md for the format.</remarks>
public static class HookspecFile
{
    /// <summary>Reads one kind, with all of its schemas.</summary>
    /// <param name="path">The YAML file.</param>
    /// <returns>The kind, or everything that is wrong with it. What is wrong is never thrown.</returns>
    public static HookspecResult Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new KindReader(path).Read();
    }

    /// <summary>Finds the hookspecs in a folder.</summary>
    /// <param name="folder">A folder with a folder for each kind, or the folder of one kind.</param>
    /// <returns>The files <c>v&lt;N&gt;.yaml</c> in it and in the folders right below, by path; below <paramref name="folder"/> as it was given.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return [.. Directory.GetDirectories(folder).Prepend(folder)
            .SelectMany(static place => Directory.GetFiles(place, "v*.yaml"))
            .Where(static path => NameRules.File.IsMatch(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal)];
    }
}
