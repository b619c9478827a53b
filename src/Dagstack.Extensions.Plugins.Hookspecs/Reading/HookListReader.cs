namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Reads the hooks of a kind.</summary>
internal sealed class HookListReader(SpecProblems problems, SchemaFiles schemas)
{
    private static readonly string[] s_keys =
        ["name", "dispatch", "description", "input_schema", "output_schema", "mcp_exposed", "mcp_tool_name_template", "error_policy"];

    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>Gets the kind; null where it cannot be read.</summary>
    public required string? Kind { get; init; }

    public required bool InProcessOnly { get; init; }

    public required bool SingletonPerRuntime { get; init; }

    /// <returns>The hooks that can be read; null if there are none.</returns>
    public IReadOnlyList<HookspecHook>? Read(KeyChecks root)
    {
        const string Expected = "a list of hooks, each with name, dispatch, input_schema and output_schema";
        if (root.Table.Find("hooks") is null or { Kind: SpecNodeKind.Null })
        {
            root.Missing("hooks", Expected);
            return null;
        }

        if (root.Get("hooks", SpecNodeKind.List, Expected) is not { } list)
        {
            return null;
        }

        if (list.Items.Count == 0)
        {
            problems.Expected(Expected, list, "hooks");
            return null;
        }

        return [.. list.Items.Select((item, index) => ReadHook(item, $"hooks[{index}]")).OfType<HookspecHook>()];
    }

    private HookspecHook? ReadHook(SpecNode item, string path)
    {
        if (item.Kind != SpecNodeKind.Table)
        {
            problems.Expected("a mapping with name and dispatch", item, path);
            return null;
        }

        var keys = new KeyChecks(item, path, problems);
        keys.CheckKeys(s_keys, allowsExtensions: true);
        var name = ReadName(keys);
        var dispatch = ReadDispatch(keys);
        var exposed = ReadExposed(keys, dispatch);
        var description = keys.Text("description", "a text")?.Trim();
        var input = ReadPayload(keys, "input_schema", name);
        var output = ReadPayload(keys, "output_schema", name);
        var template = new TemplateRule(problems, Kind).Read(keys, exposed);
        var bestEffort = ReadPolicy(keys, dispatch);
        if (dispatch is { } known)
        {
            PayloadRules.Check(keys, known, input, output, problems);
        }

        return name is null || dispatch is null ? null : new()
        {
            Name = name,
            Dispatch = dispatch.Value,
            Description = string.IsNullOrEmpty(description) ? null : description,
            Input = input?.Payload,
            Output = output?.Payload,
            IsExposed = exposed,
            ToolNameTemplate = template,
            IsBestEffort = bestEffort,
            Extensions = KindReader.Extensions(item),
        };
    }

    private string? ReadName(KeyChecks keys)
    {
        if (keys.RequiredText("name", "the name of the hook, such as 'name: chunk'") is not { } name)
        {
            return null;
        }

        var node = keys.Table.Find("name")!;
        if (!NameRules.Hook.IsMatch(name))
        {
            problems.Add($"the hook is called '{Excerpt.Of(name)}', and lower-case letters, digits and '_' are expected, beginning with a letter.", node, keys.KeyOf("name"));
            return null;
        }

        if (!_names.TryAdd(name, node.Line))
        {
            problems.Add($"the hook '{name}' is there twice: the first is in line {_names[name]}. Give one of them another name.", node, keys.KeyOf("name"));
            return null;
        }

        return name;
    }

    private DispatchClass? ReadDispatch(KeyChecks keys)
    {
        if (keys.RequiredText("dispatch", $"who is called: {Words.List(DispatchNames.All, "or")}") is not { } text)
        {
            return null;
        }

        var node = keys.Table.Find("dispatch")!;
        var dispatch = DispatchNames.Find(text);
        if (dispatch is null)
        {
            var near = NearNames.Find(text, DispatchNames.All);
            problems.Add($"'{Excerpt.Of(text)}' is no dispatch class. {(near is null ? string.Empty : $"Did you mean '{near}'? ")}There are {Words.List(DispatchNames.All, "and")}.", node, keys.KeyOf("dispatch"));
        }
        else if (SingletonPerRuntime && dispatch != DispatchClass.Singleton)
        {
            problems.Add($"the hook is {text}, and the kind is singleton_per_runtime: only one plugin serves. Write 'dispatch: singleton', or take the constraint out.", node, keys.KeyOf("dispatch"));
        }

        return dispatch;
    }

    private bool ReadExposed(KeyChecks keys, DispatchClass? dispatch)
    {
        var said = keys.Boolean("mcp_exposed");
        if (InProcessOnly && said == true)
        {
            problems.Add("the hook is exposed, and the kind is in_process_only: nothing of it leaves the process. Write 'mcp_exposed: false'.", keys.Table.Find("mcp_exposed")!, keys.KeyOf("mcp_exposed"));
        }

        if (dispatch == DispatchClass.Chain && InProcessOnly)
        {
            problems.Add("the hook is a chain, and the kind is in_process_only: a chain goes through plugins of all processes. Make the hook a singleton, or take the constraint out.", keys.Table.Find("dispatch")!, keys.KeyOf("dispatch"));
        }
        else if (dispatch == DispatchClass.Chain && said == false)
        {
            problems.Add("the hook is a chain and not exposed: a chain goes through plugins of all processes. Take 'mcp_exposed: false' out.", keys.Table.Find("mcp_exposed")!, keys.KeyOf("mcp_exposed"));
        }

        return said ?? !InProcessOnly;
    }

    private ReadSchema? ReadPayload(KeyChecks keys, string key, string? hook)
    {
        if (keys.Table.Find(key) is not { Kind: not SpecNodeKind.Null } node)
        {
            return null;
        }

        if (node.Kind != SpecNodeKind.Text)
        {
            var example = $"schemas/{hook ?? "hook"}.{(key == "input_schema" ? "input" : "output")}.json";
            problems.Expected($"the path of a JSON Schema, such as '{example}'", node, keys.KeyOf(key));
            return null;
        }

        return schemas.Read(node, keys.KeyOf(key), problems);
    }

    private bool ReadPolicy(KeyChecks keys, DispatchClass? dispatch)
    {
        if (keys.Text("error_policy", "fail_fast or best_effort") is not { } policy)
        {
            return false;
        }

        var node = keys.Table.Find("error_policy")!;
        if (policy is not ("fail_fast" or "best_effort"))
        {
            var near = NearNames.Find(policy, ["fail_fast", "best_effort"]);
            problems.Add($"'{Excerpt.Of(policy)}' is no error policy. {(near is null ? string.Empty : $"Did you mean '{near}'? ")}There are fail_fast and best_effort.", node, keys.KeyOf("error_policy"));
        }
        else if (dispatch is { } known && known != DispatchClass.BroadcastCollect)
        {
            problems.Add($"only broadcast_collect has an error policy, and the hook is {DispatchNames.Of(known)}. Take 'error_policy' out.", keys.Table.Find("error_policy")!, keys.KeyOf("error_policy"));
        }

        return policy == "best_effort";
    }
}
