namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Checks a tree of nodes by the table of fields and makes the manifest of it: one set of rules for both formats.</summary>
internal sealed class ManifestValidator
{
    public const int MiddlewarePriority = 1000;
    public const string MiddlewareKind = "horizontal_middleware";

    private readonly ManifestTable _plugin;
    private readonly ManifestProblemList _problems;
    private readonly string? _file;
    private readonly IReadOnlyList<ManifestFact> _runtimes;
    private readonly RuntimeTables _tables;
    private readonly ManifestFieldReader _reader;

    private ManifestValidator(ManifestNode plugin, string path, ManifestWords words, string? file, ManifestProblemList problems)
    {
        _runtimes = RuntimesOf(plugin, ManifestTable.PathOf(path, ManifestKeys.Runtime), problems.Fixes);
        _tables = new(_runtimes);
        _plugin = new ManifestTable(plugin, path, path.Length == 0 ? ManifestFields.PluginAtTheTop : ManifestFields.Plugin, words, problems, _tables);
        _reader = new(_plugin);
        _problems = problems;
        _file = file;
    }

    /// <summary>Checks the tree.</summary>
    /// <param name="root">The root of the tree.</param>
    /// <param name="format">The format, for the words of messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="problems">What was found before; it gets what is found now.</param>
    public static ParsedManifest Validate(ManifestNode root, ManifestFormat format, string? file, ManifestProblemList problems)
    {
        if (ManifestRoot.Find(root, format, problems) is not var (node, path))
        {
            return new ParsedManifest(null, new ManifestFacts { File = file }, problems.Problems);
        }

        return new ManifestValidator(node, path, ManifestWords.Of(format), file, problems).Validate();
    }

    /// <summary>What is said of a priority that is too high.</summary>
    public static string ReservedPriority(int priority) =>
        $"{priority}, but {MiddlewarePriority} and more are reserved for plugins of kind '{MiddlewareKind}'. Choose one from 0 to 100.";

    private ParsedManifest Validate()
    {
        var values = Read();
        CheckPriority(values);
        CheckBands(values);
        CheckConfigResource();
        OwnDependency.Check(_plugin, _problems);
        var (kind, name) = (FactOf(ManifestKeys.Kind), FactOf(ManifestKeys.Name));
        var facts = new ManifestFacts
        {
            File = _file,
            Id = ManifestIdScanner.Id(kind?.Value, name?.Value),
            SchemaVersion = SoundFactOf(ManifestKeys.SchemaVersion),
            Kind = SoundFactOf(ManifestKeys.Kind),
            KindApiVersion = SoundFactOf(ManifestKeys.KindApiVersion),
            CoreVersion = SoundFactOf(ManifestKeys.CoreVersion),
            CoreRange = _reader.Range,
            Runtimes = _runtimes,
            OwnTables = _tables.Own,
        };
        var valid = _problems.Problems.All(problem => problem.Severity == ManifestProblemSeverity.Warning || _tables.Has(problem));
        return new ParsedManifest(valid ? values.ToManifest() : null, facts, _problems.Problems) { Values = values, Tables = _tables.Tables };

        ManifestFact? SoundFactOf(string key) => values[key] is null ? null : FactOf(key);
    }

    /// <summary>Reads the keys one after the other, and says which are missing.</summary>
    private ManifestValues Read()
    {
        var values = new ManifestValues();
        var older = new OlderForm(_plugin, _reader, _problems);
        foreach (var field in ManifestFields.Plugin.Fields)
        {
            var node = _plugin.Find(field.Key);
            if (node is null)
            {
                if (field.IsRequired || IsNeeded(field))
                {
                    ManifestFieldReader.Missing(_plugin, field);
                }
            }
            else if (field.NewTable is not null)
            {
                older.Read(field, node);
            }
            else
            {
                values[field.Key] = _reader.Read(_plugin, field, node);
            }

            if (field.Key == ManifestKeys.InProcessOnly && values[field.Key] is true)
            {
                CheckInProcessOnly();
            }
        }

        older.AddTo(values);
        ReadSupports(values);
        values[ManifestKeys.ExtensionPrefix] = _plugin.Extensions;
        return values;
    }

    /// <summary>Reads the table that is another form of the keys <c>supports_…</c>.</summary>
    private void ReadSupports(ManifestValues values)
    {
        if (_plugin.Table(ManifestKeys.Supports, ManifestFields.Supports) is not { } table)
        {
            return;
        }

        foreach (var field in ManifestFields.Supports.Fields)
        {
            if (table.Find(field.Key) is not { } node)
            {
                continue;
            }

            var key = $"{ManifestKeys.Supports}_{field.Key}";
            if (_plugin.Find(key) is null)
            {
                values[key] = _reader.Read(table, field, node);
            }
            else
            {
                _problems.Add($"'{table.PathOf(field.Key)}' and '{_plugin.PathOf(key)}' are two forms of one key. Keep one of them.", table.PathOf(field.Key), node.KeyLine, node.KeyColumn, "both", "one of them");
            }
        }
    }

    private bool IsNeeded(ManifestField field) =>
        field.NeededBy is not null && AsksFor(field.NeededBy) && !_reader.IsReplaced(field) && !OlderForm.StandsFor(field, _plugin);

    private bool AsksFor(string runtime)
    {
        foreach (var asked in _runtimes)
        {
            if (asked.Value == runtime)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckInProcessOnly()
    {
        foreach (var runtime in _runtimes.Where(static runtime => runtime.Value is PluginRuntimes.McpStdio or PluginRuntimes.McpHttp))
        {
            _problems.Add(
                $"'{runtime.Path}' is \"{runtime.Value}\", but '{_plugin.PathOf(ManifestKeys.InProcessOnly)}' is true. Remove one of the two.",
                runtime.Path,
                runtime.Line,
                runtime.Column,
                runtime.Value,
                PluginRuntimes.InProcess);
        }
    }

    private void CheckPriority(ManifestValues values)
    {
        if (values[ManifestKeys.Priority] is int and >= MiddlewarePriority and var priority && FactOf(ManifestKeys.Kind) is { } kind && kind.Value != MiddlewareKind)
        {
            var (path, node) = (_plugin.PathOf(ManifestKeys.Priority), _plugin.Find(ManifestKeys.Priority)!);
            _problems.Add(
                $"'{path}' is {ReservedPriority(priority)}",
                path,
                node.Line,
                node.Column,
                $"{priority}",
                "0 to 100",
                severity: ManifestProblemSeverity.Warning);
        }
    }

    private void CheckBands(ManifestValues values)
    {
        if (values[ManifestKeys.TryFirst] is true && values[ManifestKeys.TryLast] is true)
        {
            var (first, last, node) = (_plugin.PathOf(ManifestKeys.TryFirst), _plugin.PathOf(ManifestKeys.TryLast), _plugin.Find(ManifestKeys.TryLast)!);
            _problems.Add($"'{first}' and '{last}' are both true. Remove one of them.", last, node.Line, node.Column, "both true", "at most one of them");
        }
    }

    /// <summary>Notes a resource that nobody has to declare: other hosts list it among those that they give.</summary>
    private void CheckConfigResource()
    {
        foreach (var key in new[] { ManifestKeys.Required, ManifestKeys.Optional })
        {
            var items = _plugin.Find(ManifestKeys.Resources) is { Kind: ManifestNodeKind.Table } resources && resources.Find(key) is { Kind: ManifestNodeKind.Array } list ? list.Items : [];
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is { Kind: ManifestNodeKind.String, Text: ManifestKeys.ConfigResource } item)
                {
                    var path = $"{_plugin.PathOf(ManifestKeys.Resources)}.{key}[{i}]";
                    _problems.Add(
                        $"'{path}' is \"{ManifestKeys.ConfigResource}\", which every plugin has without declaring it: its section, as IConfiguration or IOptions<T>. It can be left out.",
                        path,
                        item.Line,
                        item.Column,
                        ManifestKeys.ConfigResource,
                        "a resource of the host",
                        severity: ManifestProblemSeverity.Warning);
                }
            }
        }
    }

    private ManifestFact? FactOf(string key) =>
        _plugin.Find(key) is { Kind: ManifestNodeKind.String, Text.Length: > 0 } node ? ManifestFact.From(node, _plugin.PathOf(key)) : null;

    /// <summary>Finds the runtimes that can be read; the others are reported where the key is.</summary>
    private static IReadOnlyList<ManifestFact> RuntimesOf(ManifestNode plugin, string path, FixMaker fixes) => plugin.Find(ManifestKeys.Runtime) switch
    {
        { Kind: ManifestNodeKind.String, Text.Length: > 0 } one => [RuntimeOf(one, path, fixes)!],
        { Kind: ManifestNodeKind.Array } array =>
            [.. array.Items.Select((item, i) => RuntimeOf(item, $"{path}[{i}]", fixes)).OfType<ManifestFact>().Where(static fact => fact.Value.Length > 0)],
        _ => [],
    };

    /// <summary>Reads a runtime. Whether it is one only the host can say, which does not have the text any more.</summary>
    private static ManifestFact? RuntimeOf(ManifestNode node, string path, FixMaker fixes) => ManifestFact.From(node, path) is not { } fact ? null
        : ManifestRuntimes.BuiltIn.Contains(fact.Value) || NearNames.FindCertain(fact.Value, ManifestRuntimes.BuiltIn, letters: 1) is not { } meant ? fact
        : fact with { Fix = fixes.Rename(fact.Value, node.Line, node.Column, meant) };
}
