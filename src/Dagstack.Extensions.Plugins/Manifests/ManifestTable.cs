namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Typed access to one table of a manifest; what does not fit becomes a problem, and the default is returned.</summary>
internal sealed class ManifestTable
{
    /// <summary>The longest time that .NET's timers take, in seconds.</summary>
    private const long MaxSeconds = int.MaxValue / 1000;

    private readonly ManifestNode _node;
    private readonly ManifestProblemList _problems;

    /// <summary>Creates the access and reports the keys that are not known, but for tables that are those of runtimes.</summary>
    public ManifestTable(ManifestNode node, string path, ManifestFieldSet known, ManifestWords words, ManifestProblemList problems, RuntimeTables? runtimes = null)
    {
        _node = node;
        _problems = problems;
        Path = path;
        Words = words;
        foreach (var (key, value) in node.Members)
        {
            if (!problems.IsFull && known.Find(key) is null && runtimes?.TryTake(key, value) is not true && !(runtimes is not null && (IsExtension(key) || key == ManifestKeys.Supports)) && ReportUnknown(key, value, known) is { } problem)
            {
                runtimes?.Take(key, value, problem);
            }
        }
    }

    public string Path { get; }

    /// <summary>Gets the keys that belong to whoever has written them, with their values; null if there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions => _node.Members.Keys.Any(IsExtension)
        ? _node.Members.Where(static member => IsExtension(member.Key)).ToDictionary(static member => member.Key, static member => member.Value.ToPlain(), StringComparer.Ordinal).AsReadOnly()
        : null;

    public ManifestWords Words { get; }

    public ManifestNode? Find(string key) => _node.Find(key);

    public string PathOf(string key) => PathOf(Path, key);

    /// <summary>Gets the path of a key in a table, whose own is empty at the top.</summary>
    public static string PathOf(string table, string key) => table.Length == 0 ? key : $"{table}.{key}";

    public void Missing(string key, string advice, string expected) => _problems.Add(
        $"'{PathOf(key)}' is missing. {advice}", PathOf(key), _node.KeyLine, _node.KeyColumn, found: "nothing", expected: expected);

    /// <summary>Gets what makes the changes of the text.</summary>
    public FixMaker Fixes => _problems.Fixes;

    public void Wrong(string path, ManifestNode node, string expected, string? advice = null, ManifestFix? fix = null)
    {
        if (!_problems.IsFull)
        {
            var found = node.Describe(Words);
            _problems.Add($"'{path}' is {found}, but must be {expected}.{(advice is null ? string.Empty : " " + advice)}", path, node.Line, node.Column, found, expected, fix: fix);
        }
    }

    public void Report(string key, ManifestNode node, string what, string found, string expected) =>
        _problems.Add($"'{PathOf(key)}' {what}", PathOf(key), node.Line, node.Column, found, expected);

    /// <summary>A text that is not empty.</summary>
    public string? Text(string key, string expected = "a string")
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node.Kind == ManifestNodeKind.String && node.Text.Length > 0)
        {
            return node.Text;
        }

        var advice = node.Kind is ManifestNodeKind.Integer or ManifestNodeKind.Float or ManifestNodeKind.DateTime
            ? "Put it in quotes."
            : node.Kind == ManifestNodeKind.String ? "Give it a value or remove the key." : null;
        Wrong(PathOf(key), node, node.Kind == ManifestNodeKind.String ? expected + " that is not empty" : expected, advice, Fixes.Quote(node));
        return null;
    }

    public bool? Flag(string key)
    {
        var node = Find(key);
        if (node is { Kind: not ManifestNodeKind.Boolean })
        {
            Wrong(PathOf(key), node, "true or false", node.Kind == ManifestNodeKind.String ? "Write it without quotes." : null, bool.TryParse(node.Text, out var meant) ? Fixes.Unquote(node, meant ? "true" : "false") : null);
        }

        return node is { Kind: ManifestNodeKind.Boolean } ? node.Boolean : null;
    }

    public int? Number(string key, long min, long max, string expected)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node.Kind == ManifestNodeKind.Integer && node.Integer >= min && node.Integer <= max)
        {
            return (int)node.Integer;
        }

        Wrong(PathOf(key), node, expected);
        return null;
    }

    /// <summary>A whole number of seconds above zero.</summary>
    public TimeSpan? Seconds(string key) =>
        Number(key, 1, MaxSeconds, $"a whole number of seconds from 1 to {MaxSeconds}") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public string? OneOf(string key, string[] values)
    {
        var node = Find(key);
        if (node is null || (node.Kind == ManifestNodeKind.String && values.Contains(node.Text)))
        {
            return node?.Text;
        }

        var near = node.Kind == ManifestNodeKind.String ? NearNames.Find(node.Text, values) : null;
        var fix = NearNames.FindCertain(node.Text, values, letters: 1) is { } certain ? Fixes.Rename(node.Text, node.Line, node.Column, certain) : null;
        Wrong(PathOf(key), node, "one of " + string.Join(", ", values), near is null ? null : $"Did you mean '{near}'?", fix);
        return null;
    }

    /// <param name="node">The array.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isCommand">Whether the items are a program and its arguments: a string of several words in its place is several of them.</param>
    public IReadOnlyList<string> TextsOf(ManifestNode node, string path, bool isCommand = false)
    {
        if (node.Kind != ManifestNodeKind.Array)
        {
            Wrong(path, node, "an array of strings", node.Kind == ManifestNodeKind.String ? $"Write [\"{Excerpt.Of(node.Text)}\"]." : null, isCommand && node.Text.Any(char.IsWhiteSpace) ? null : Fixes.Enclose(node));
            return [];
        }

        var texts = new List<string>(node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            var item = node.Items[i];
            if (item.Kind == ManifestNodeKind.String && item.Text.Length > 0)
            {
                texts.Add(item.Text);
            }
            else
            {
                Wrong($"{path}[{i}]", item, "a string that is not empty");
            }
        }

        return texts.AsReadOnly();
    }

    /// <summary>A table of texts, such as environment variables.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(key))
        {
            if (value.Kind == ManifestNodeKind.String)
            {
                map.Add(name, value.Text);
            }
            else
            {
                Wrong($"{PathOf(key)}.{Excerpt.Of(name)}", value, "a string", "Put it in quotes.");
            }
        }

        return map.AsReadOnly();
    }

    /// <summary>A table within, or null if there is none.</summary>
    public ManifestTable? Table(string key, ManifestFieldSet known) =>
        TableNode(key) is { } node ? new ManifestTable(node, PathOf(key), known, Words, _problems) : null;

    /// <summary>A table that is an item of an array.</summary>
    public ManifestTable TableOf(ManifestNode node, string path, ManifestFieldSet known) => new(node, path, known, Words, _problems);

    public ManifestNode? TableNode(string key)
    {
        var node = Find(key);
        if (node is { Kind: not ManifestNodeKind.Table })
        {
            Wrong(PathOf(key), node, Words.Table, $"Write it as {Words.Header(PathOf(key))}.");
            return null;
        }

        return node;
    }

    private static bool IsExtension(string key) => key.StartsWith(ManifestKeys.ExtensionPrefix, StringComparison.Ordinal);

    private OrderedDictionary<string, ManifestNode> Members(string key) => TableNode(key)?.Members ?? [];

    private ManifestProblem? ReportUnknown(string key, ManifestNode value, ManifestFieldSet known)
    {
        var near = NearNames.Find(key, known.Keys);
        var path = PathOf(Excerpt.Of(key));
        var advice = near is not null ? $"Did you mean '{near}'?"
            : Path.EndsWith("plugin", StringComparison.Ordinal) ? $"Remove it, or move it to {Words.Header(Path + ".metadata")}, which is free."
            : $"Known here: {string.Join(", ", known.Keys)}.";
        return _problems.Add(
            known.TakesOthers ? $"'{path}' is not used here. {advice}" : $"unknown key '{path}'. {advice}",
            path,
            value.KeyLine,
            value.KeyColumn,
            found: Excerpt.Of(key),
            expected: near ?? "one of " + string.Join(", ", known.Keys),
            severity: known.TakesOthers ? ManifestProblemSeverity.Warning : ManifestProblemSeverity.Error,
            fix: known.TakesOthers || Meant(key, known) is not { } meant ? null : Fixes.Rename(key, value.KeyLine, value.KeyColumn, meant));
    }

    /// <summary>Finds the key that an unknown one is for certain: it is not there, and no other unknown key could be it too.</summary>
    private string? Meant(string key, ManifestFieldSet known) =>
        _node.Members.Count <= FixMaker.MaxKeys && Certain(key, known) is { } certain && !_node.Members.ContainsKey(certain)
        && _node.Members.Keys.All(other => other == key || known.Find(other) is not null || Certain(other, known) != certain)
            ? certain
            : null;

    private static string? Certain(string key, ManifestFieldSet known) => NearNames.FindCertain(key, known.Keys, FixMaker.LettersOfKey);
}
