using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Reads the kind that a file describes, with all of its schemas.</summary>
/// <param name="path">The file, <c>v1.yaml</c> in a folder that is called like the kind.</param>
internal sealed class KindReader(string path)
{
    private static readonly string[] s_keys = ["kind", "kind_api_version", "description", "constraints", "hooks"];
    private static readonly string[] s_constraints = ["in_process_only", "singleton_per_runtime"];

    private readonly SpecProblems _problems = new(path);

    public HookspecResult Read()
    {
        var schemas = new SchemaFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetDirectoryName(path) ?? string.Empty);
        var spec = SpecText.Read(path, isYaml: true, _problems) is { } root ? Read(root, schemas) : null;
        var problems = _problems.All.Concat(schemas.Problems).OrderBy(static problem => problem.IsWarning).ToList();
        return new(problems is [{ IsWarning: false }, ..] ? null : spec, problems);
    }

    /// <summary>Writes the keys that begin with <c>x-</c> as JSON.</summary>
    public static Dictionary<string, JsonElement> Extensions(SpecNode table) => table.Members.Where(static member => member.Key.StartsWith("x-", StringComparison.Ordinal))
        .ToDictionary(static member => member.Key, static member => member.Value.ToJson(), StringComparer.Ordinal);

    private Hookspec? Read(SpecNode root, SchemaFiles schemas)
    {
        if (root.Kind != SpecNodeKind.Table)
        {
            _problems.Add($"the file is {root.Describe()}, and a mapping with the keys {Words.List(s_keys, "and")} is expected.", root, string.Empty);
            return null;
        }

        var keys = new KeyChecks(root, string.Empty, _problems);
        keys.CheckKeys(s_keys, allowsExtensions: true);
        var kind = ReadKind(keys);
        var version = ReadVersion(keys);
        var description = keys.Text("description", "a text")?.Trim();
        var (inProcessOnly, singleton) = ReadConstraints(keys);
        var hooks = new HookListReader(_problems, schemas) { Kind = kind, InProcessOnly = inProcessOnly, SingletonPerRuntime = singleton }.Read(keys);
        return kind is null || version is null || hooks is null ? null : new()
        {
            Kind = kind,
            ApiVersion = version,
            Description = string.IsNullOrEmpty(description) ? null : description,
            InProcessOnly = inProcessOnly,
            SingletonPerRuntime = singleton,
            Hooks = hooks,
            Extensions = Extensions(root),
            Path = path,
        };
    }

    private string? ReadKind(KeyChecks keys)
    {
        if (keys.RequiredText("kind", "the name of the kind, such as 'kind: chunker'") is not { } kind)
        {
            return null;
        }

        var node = keys.Table.Find("kind")!;
        if (!NameRules.Kind.IsMatch(kind))
        {
            _problems.Add($"the kind is called '{Excerpt.Of(kind)}', and lower-case letters, digits, '-' and '_' are expected, beginning with a letter or digit.", node, "kind");
            return null;
        }

        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? string.Empty;
        if (folder != kind)
        {
            _problems.Add($"the kind is '{kind}', and the folder of the file is '{Excerpt.Of(folder)}'. Call both the same: tools find a kind as <kind>/v<N>.yaml.", node, "kind");
        }

        return kind;
    }

    private string? ReadVersion(KeyChecks keys)
    {
        if (keys.RequiredText("kind_api_version", "the version of the kind in quotes, such as 'kind_api_version: \"1.0.0\"'") is not { } version)
        {
            return null;
        }

        var node = keys.Table.Find("kind_api_version")!;
        if (!NameRules.Version.IsMatch(version))
        {
            _problems.Add($"'kind_api_version' is '{Excerpt.Of(version)}', and a version of three numbers is expected, such as \"1.0.0\".", node, "kind_api_version");
            return null;
        }

        var name = Path.GetFileNameWithoutExtension(path);
        var major = version.Split('.')[0];
        if (!NameRules.File.IsMatch(name))
        {
            _problems.Add($"the file is called '{Excerpt.Of(Path.GetFileName(path))}', and v{major}.yaml is expected: the first number of the version names it.");
        }
        else if (name != $"v{major}")
        {
            _problems.Add($"the version is {version}, and the file is {name}.yaml. Call it v{major}.yaml, or correct the version.", node, "kind_api_version");
        }

        return version;
    }

    private (bool InProcessOnly, bool SingletonPerRuntime) ReadConstraints(KeyChecks keys)
    {
        if (keys.Get("constraints", SpecNodeKind.Table, "a mapping of in_process_only and singleton_per_runtime") is not { } table)
        {
            return default;
        }

        var constraints = new KeyChecks(table, "constraints", _problems);
        constraints.CheckKeys(s_constraints, allowsExtensions: false);
        return (constraints.Boolean("in_process_only") ?? false, constraints.Boolean("singleton_per_runtime") ?? false);
    }
}
