namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>The schemas of a kind, each read and checked once, however many hooks name it.</summary>
/// <param name="folder">The folder of the kind.</param>
/// <param name="shown">The same folder as messages show it.</param>
internal sealed class SchemaFiles(string folder, string shown)
{
    private readonly Dictionary<string, (ReadSchema? Schema, SpecProblems Problems)> _files = new(StringComparer.Ordinal);

    public IEnumerable<HookspecProblem> Problems => _files.Values.SelectMany(static file => file.Problems.All);

    /// <summary>Reads the file that a key names.</summary>
    /// <returns>The schema; null if the path is none, or the file cannot be read.</returns>
    public ReadSchema? Read(SpecNode path, string key, SpecProblems problems)
    {
        var parts = path.Text.Split('/');
        if (path.Text.Contains('\\', StringComparison.Ordinal) || path.Text.Contains(':', StringComparison.Ordinal) || path.Text.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path.Text) || parts.Any(static part => part is "" or "." or ".."))
        {
            problems.Add($"'{Excerpt.Of(path.Text)}' is no path below the folder of the kind. Write one with '/', such as 'schemas/execute.input.json'.", path, key);
            return null;
        }

        if (!_files.TryGetValue(path.Text, out var file))
        {
            var full = Path.Combine([folder, .. parts]);
            if (!File.Exists(full))
            {
                problems.Add($"there is no file {Excerpt.Cut(path.Text, 120)}{Near(parts, full)}", path, key);
                return null;
            }

            var own = new SpecProblems(Path.Combine([shown, .. parts]));
            _files[path.Text] = file = (Read(path.Text, full, own), own);
        }

        return file.Schema;
    }

    private static ReadSchema? Read(string path, string full, SpecProblems problems)
    {
        if (SpecText.Read(full, isYaml: false, problems) is not { } root || problems.HasErrors)
        {
            return null;
        }

        var schema = root.ToJson();
        SchemaRules.Check(root, schema, problems);
        return new(new() { File = path, Schema = schema }, root, problems);
    }

    private static string Near(string[] parts, string full)
    {
        var beside = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(beside))
        {
            return ", nor its folder. Write the schema, or correct the path.";
        }

        var near = NearNames.Find(parts[^1], Directory.EnumerateFiles(beside).Select(static name => Path.GetFileName(name)).Order(StringComparer.Ordinal));
        return near is null ? ". Write the schema, or correct the path." : $". Did you mean '{string.Join('/', parts.SkipLast(1).Append(near))}'?";
    }
}
