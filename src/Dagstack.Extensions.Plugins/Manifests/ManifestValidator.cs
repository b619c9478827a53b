namespace Dagstack.Extensions.Plugins;

/// <summary>Checks a tree of nodes and makes the manifest of it: one set of rules for both formats.</summary>
internal sealed class ManifestValidator
{
    public const int MiddlewarePriority = 1000;
    public const string MiddlewareKind = "horizontal_middleware";

    private readonly ManifestTable _plugin;
    private readonly ManifestProblemList _problems;
    private readonly string? _file;

    private ManifestValidator(ManifestNode plugin, string path, ManifestWords words, string? file, ManifestProblemList problems)
    {
        _plugin = new ManifestTable(plugin, path, ManifestKeys.Plugin, words, problems);
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

    private ParsedManifest Validate()
    {
        var schema = Version("schema_version");
        var name = Identifier("name", $"Give the plugin a name that is unique within its kind: {_plugin.Words.Key("name", "\"fixed\"")}.");
        var kind = Identifier("kind", $"Name the contract that the plugin implements: {_plugin.Words.Key("kind", "\"chunker\"")}.");
        var api = Version("kind_api_version");
        var core = CoreVersion(out var coreRange);
        var runtimes = Runtimes();
        var names = runtimes.Select(runtime => runtime.Value).ToArray();
        var inProcessOnly = InProcessOnly(runtimes);
        var mcp = new McpSections(_plugin, _problems);
        var stdio = mcp.Stdio(names.Contains(PluginRuntimes.McpStdio));
        var http = mcp.Http(names.Contains(PluginRuntimes.McpHttp));
        var entryPoint = EntryPoint(names);
        var id = ManifestIdScanner.Id(kind?.Value, name?.Value);
        var sections = new ManifestSections(_plugin);
        var (tryFirst, tryLast) = Bands();
        var facts = new ManifestFacts
        {
            File = _file,
            Id = id,
            SchemaVersion = schema,
            Kind = kind is not null && PluginId.IsValidPart(kind.Value) ? kind : null,
            KindApiVersion = api,
            CoreVersion = core,
            CoreRange = coreRange,
            Runtimes = runtimes,
        };
        var manifest = new PluginManifest
        {
            // A broken identity is among the problems, and then this manifest goes nowhere.
            Id = id ?? default,
            SchemaVersion = schema?.Value ?? "1",
            KindApiVersion = api?.Value ?? "1",
            CoreVersion = core?.Value ?? "*",
            Runtimes = names,
            EntryPoint = entryPoint,
            Version = _plugin.Text("version"),
            Description = _plugin.Text("description"),
            Authors = _plugin.Texts("authors"),
            Maintainer = _plugin.Text("maintainer"),
            License = _plugin.Text("license"),
            Homepage = _plugin.Text("homepage"),
            Priority = Priority(kind?.Value),
            DependsOn = sections.DependsOn(),
            TryFirst = tryFirst,
            TryLast = tryLast,
            StartupTimeout = _plugin.Seconds("startup_timeout_sec") ?? TimeSpan.FromSeconds(30),
            TeardownTimeout = _plugin.Seconds("teardown_timeout_sec") ?? TimeSpan.FromSeconds(15),
            ExecutionModel = _plugin.OneOf("execution_model", ("sync", PluginExecutionModel.Sync), ("async", PluginExecutionModel.Async), ("thread_cpu_bound", PluginExecutionModel.ThreadCpuBound), ("process_cpu_bound", PluginExecutionModel.ProcessCpuBound)),
            InProcessOnly = inProcessOnly,
            Capabilities = _plugin.Texts("capabilities"),
            SupportsLanguages = _plugin.Texts("supports_languages"),
            SupportsExtensions = _plugin.Texts("supports_extensions"),
            SupportsMimeTypes = _plugin.Texts("supports_mime_types"),
            Fallback = _plugin.Flag("fallback"),
            Resources = sections.Resources(),
            UnitOfWork = sections.UnitOfWork(),
            McpStdio = stdio,
            McpHttp = http,
            ChainWrap = sections.ChainWrap(),
            HealthCheck = _plugin.Text("health_check"),
            Reload = _plugin.OneOf("reload", ("overlap", PluginReloadMode.Overlap), ("stop_first", PluginReloadMode.StopFirst)),
            Metadata = _plugin.TableNode("metadata")?.ToPlainTable() ?? new Dictionary<string, object?>(),
        };
        var valid = _problems.Problems.All(problem => problem.Severity == ManifestProblemSeverity.Warning);
        return new ParsedManifest(valid ? manifest : null, facts, _problems.Problems);
    }

    private ManifestFact? Version(string key)
    {
        const string expected = "a version such as \"1\" or \"1.0.0\"";
        if (_plugin.Text(key, expected) is { } text && PluginVersion.TryParse(text) is null)
        {
            _plugin.Wrong(_plugin.PathOf(key), _plugin.Find(key)!, expected);
            return null;
        }

        return Fact(key);
    }

    private ManifestFact? Identifier(string key, string advice)
    {
        const string expected = "lower case letters, digits, '_' and '-', beginning with a letter or digit";
        if (_plugin.Find(key) is null)
        {
            _plugin.Missing(key, advice, expected);
        }
        else if (_plugin.Text(key) is { } text && !PluginId.IsValidPart(text))
        {
            _plugin.Wrong(_plugin.PathOf(key), _plugin.Find(key)!, expected);
        }

        return Fact(key);
    }

    private ManifestFact? CoreVersion(out VersionRange? range)
    {
        range = null;
        const string expected = "a range such as \">=0.2.0,<1.0.0\" or \"^0.2\"";
        if (_plugin.Find("core_version") is not { } node)
        {
            _plugin.Missing("core_version", $"Say which versions of the plugin system the plugin fits: {_plugin.Words.Key("core_version", "\">=0.2.0,<1.0.0\"")}.", expected);
            return null;
        }

        if (_plugin.Text("core_version", expected) is { } text && !VersionRange.TryParse(text, out range, out var error))
        {
            _plugin.Wrong(_plugin.PathOf("core_version"), node, expected, $"It cannot be read: {Excerpt.Cut(error, 200)}.");
            return null;
        }

        return Fact("core_version");
    }

    private IReadOnlyList<ManifestFact> Runtimes()
    {
        const string expected = "in_process, mcp_stdio or mcp_http, or an array of these";
        var path = _plugin.PathOf("runtime");
        switch (_plugin.Find("runtime"))
        {
            case null:
                _plugin.Missing("runtime", $"Say where the plugin runs: {_plugin.Words.Key("runtime", "\"in_process\"")}.", expected);
                return [];
            case { Kind: ManifestNodeKind.String, Text.Length: > 0 } one:
                return [ManifestFact.From(one, path)!];
            case { Kind: ManifestNodeKind.Array, Items.Count: > 0 } array:
                _plugin.TextsOf(array, path);
                return [.. array.Items.Select((item, i) => ManifestFact.From(item, $"{path}[{i}]")).OfType<ManifestFact>().Where(fact => fact.Value.Length > 0)];
            case var other:
                _plugin.Wrong(path, other, expected);
                return [];
        }
    }

    private bool InProcessOnly(IReadOnlyList<ManifestFact> runtimes)
    {
        var inProcessOnly = _plugin.Flag("in_process_only");
        if (inProcessOnly)
        {
            foreach (var runtime in runtimes.Where(runtime => runtime.Value is PluginRuntimes.McpStdio or PluginRuntimes.McpHttp))
            {
                _problems.Add($"'{runtime.Path}' is \"{runtime.Value}\", but '{_plugin.PathOf("in_process_only")}' is true. Remove one of the two.", runtime.Path, runtime.Line, runtime.Column, runtime.Value, PluginRuntimes.InProcess);
            }
        }

        return inProcessOnly;
    }

    private PluginEntryPoint? EntryPoint(string[] runtimes)
    {
        const string expected = "\"module:Class\"";
        if (_plugin.Find("entry_point") is not { } node)
        {
            if (runtimes.Contains(PluginRuntimes.InProcess))
            {
                _plugin.Missing("entry_point", $"The runtime in_process needs it: {_plugin.Words.Key("entry_point", "\"plugin:FixedChunker\"")} is the class FixedChunker in plugin.dll.", expected);
            }

            return null;
        }

        string? error = null;
        var entryPoint = _plugin.Text("entry_point", expected) is { } text ? EntryPointRule.TryParse(text, out error) : null;
        if (error is not null)
        {
            var path = _plugin.PathOf("entry_point");
            _problems.Add($"'{path}' is \"{Excerpt.Of(node.Text)}\": it {error}. Expected {expected}, such as \"plugin:FixedChunker\".", path, node.Line, node.Column, Excerpt.Of(node.Text), expected);
        }

        return entryPoint;
    }

    private int Priority(string? kind)
    {
        var priority = _plugin.Number("priority", 0, int.MaxValue, "a whole number, 0 or more") ?? 0;
        if (priority >= MiddlewarePriority && kind is not null && kind != MiddlewareKind)
        {
            var node = _plugin.Find("priority")!;
            _problems.Add($"'{_plugin.PathOf("priority")}' is {priority}, but {MiddlewarePriority} and more are reserved for plugins of kind '{MiddlewareKind}'. Choose one from 0 to 100.", _plugin.PathOf("priority"), node.Line, node.Column, $"{priority}", "0 to 100", severity: ManifestProblemSeverity.Warning);
        }

        return priority;
    }

    private (bool First, bool Last) Bands()
    {
        var first = _plugin.Flag("tryfirst");
        var last = _plugin.Flag("trylast");
        if (first && last)
        {
            var node = _plugin.Find("trylast")!;
            _problems.Add($"'{_plugin.PathOf("tryfirst")}' and '{_plugin.PathOf("trylast")}' are both true. Remove one of them.", _plugin.PathOf("trylast"), node.Line, node.Column, "both true", "at most one of them");
        }

        return (first, last);
    }

    private ManifestFact? Fact(string key) =>
        _plugin.Find(key) is { Kind: ManifestNodeKind.String, Text.Length: > 0 } node ? ManifestFact.From(node, _plugin.PathOf(key)) : null;
}
