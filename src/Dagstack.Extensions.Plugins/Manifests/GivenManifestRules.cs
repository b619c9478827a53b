namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The rules of a manifest that was made in code: those of a file, but for what the type of a property says already and for the entry point, which it does not need.</summary>
internal sealed class GivenManifestRules
{
    private readonly ManifestProblemList _problems = new(ManifestFacts.GivenInCode);

    /// <summary>Checks a manifest; what it says of the host is checked by <see cref="HostCompatibility"/>.</summary>
    public static ParsedManifest Check(PluginManifest manifest)
    {
        var rules = new GivenManifestRules();
        rules.CheckTable(ManifestValues.Of(manifest), ManifestFields.Plugin, string.Empty, ManifestKeys.Plugin);
        rules.CheckTogether(manifest);
        var problems = rules._problems.Problems;
        var valid = problems.All(static problem => problem.Severity == ManifestProblemSeverity.Warning);
        return new ParsedManifest(valid ? manifest : null, ManifestFacts.Of(manifest), problems);
    }

    private void CheckTable(ManifestValues values, ManifestFieldSet fields, string parent, string path)
    {
        foreach (var field in fields.Fields.Where(static field => field.NewTable is null))
        {
            Check(field, values[field.Key], parent + field.Property, $"{path}.{field.Key}");
        }
    }

    private void Check(ManifestField field, object? value, string property, string path)
    {
        switch (field.Type, value)
        {
            case (ManifestFieldType.Version, _):
                CheckVersion((string?)value, property, path);
                break;
            case (ManifestFieldType.VersionRange, _):
                if (string.IsNullOrWhiteSpace((string?)value))
                {
                    Wrong(property, path, "empty", "a range such as \">=0.2.0,<1.0.0\", or \"*\" for any");
                }

                break;
            case (ManifestFieldType.Runtimes, IReadOnlyList<string> { Count: 0 }):
                Wrong(property, path, "an empty list", "in_process, mcp_stdio or mcp_http, or several of these");
                break;
            case (ManifestFieldType.Runtimes, null):
            case (_, null) when field.Default is not null:
                Wrong(property, path, "null", "a value. Leave it out for the default");
                break;
            case (ManifestFieldType.EntryPoint, PluginEntryPoint entryPoint):
                if (EntryPointRule.TryParse(entryPoint.Text, out var error) is null)
                {
                    Wrong(property, path, $"\"{Excerpt.Of(entryPoint.Text)}\": it {error}", "\"module:Class\", such as \"plugin:FixedChunker\"");
                }

                break;
            case (ManifestFieldType.Number, < 0):
                Wrong(property, path, $"{value}", "0 or more");
                break;
            case (ManifestFieldType.Seconds or ManifestFieldType.Duration, TimeSpan time):
                // Without an end is a time too, in code.
                if (time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
                {
                    Wrong(property, path, $"{time}", "a time above zero");
                }

                break;
            case (ManifestFieldType.Choice, Enum choice):
                if (!Enum.IsDefined(choice.GetType(), choice))
                {
                    Wrong(property, path, $"{choice}", $"one of {string.Join(", ", Enum.GetNames(choice.GetType()))}");
                }

                break;
            case (ManifestFieldType.Dependencies, IReadOnlyList<PluginDependency?> dependencies):
                CheckDependencies(dependencies, property, path);
                break;
            case (_, IReadOnlyDictionary<string, string?> map):
                foreach (var key in map.Where(static pair => pair.Value is null).Select(static pair => pair.Key))
                {
                    Wrong($"{property}[\"{Excerpt.Of(key)}\"]", $"{path}.{key}", "null", "a text");
                }

                break;
            case (_, IReadOnlyList<string?> texts):
                CheckTexts(texts, property, path);
                break;
            case (_, ManifestValues table):
                CheckTable(table, field.Fields, $"{property}.", path);
                break;
            default:
                break;
        }
    }

    /// <summary>Checks what no row of the table can say: what goes together and what does not.</summary>
    private void CheckTogether(PluginManifest m)
    {
        var runtimes = m.Runtimes ?? [];
        if (m.InProcessOnly && runtimes.FirstOrDefault(static runtime => runtime is PluginRuntimes.McpStdio or PluginRuntimes.McpHttp) is { } mcp)
        {
            Add(ManifestKeys.Runtime, $"'{nameof(m.Runtimes)}' has \"{mcp}\", but '{nameof(m.InProcessOnly)}' is true. Remove one of the two.", mcp, PluginRuntimes.InProcess);
        }

        if (m.EntryPoint is null && (m.McpStdio is null ? runtimes.Contains(PluginRuntimes.McpStdio) : m.McpStdio.Command is not { Count: > 0 }))
        {
            Add(
                ManifestRuntimes.McpStdio,
                $"'{nameof(m.McpStdio)}' has no command, which the runtime mcp_stdio needs. Set {nameof(PluginMcpStdio.Command)} to the program and its arguments, or {nameof(m.EntryPoint)} to the class that is to run in a process of the host's own program.",
                "nothing",
                "the program and its arguments");
        }

        if (m.McpHttp is null ? runtimes.Contains(PluginRuntimes.McpHttp) : !HasAddress(m.McpHttp))
        {
            Add(
                ManifestRuntimes.McpHttp,
                $"'{nameof(m.McpHttp)}' has no absolute http or https address, which the runtime mcp_http needs. Set {nameof(PluginMcpHttp.Url)}.",
                m.McpHttp?.UrlText ?? "nothing",
                "an absolute http or https address");
        }

        if (m.Priority >= ManifestValidator.MiddlewarePriority && m.Id.Kind != ManifestValidator.MiddlewareKind)
        {
            _problems.Add(
                $"'{nameof(m.Priority)}' is {ManifestValidator.ReservedPriority(m.Priority)}",
                $"{ManifestKeys.Plugin}.{ManifestKeys.Priority}",
                found: $"{m.Priority}",
                expected: "0 to 100",
                severity: ManifestProblemSeverity.Warning);
        }

        if (m.TryFirst && m.TryLast)
        {
            Add(ManifestKeys.TryLast, $"'{nameof(m.TryFirst)}' and '{nameof(m.TryLast)}' are both true. Remove one of them.", "both true", "at most one of them");
        }

        foreach (var (property, value) in new[] { (nameof(m.RuntimeSettings), m.RuntimeSettings), (nameof(m.Extensions), m.Extensions) })
        {
            if (value is null)
            {
                Wrong(property, ManifestKeys.Plugin, "null", "a value. Leave it out for the default");
            }
        }
    }

    /// <summary>Tells whether there is an address, or a text of which the runtime makes one.</summary>
    private static bool HasAddress(PluginMcpHttp http) =>
        http.Url is { IsAbsoluteUri: true, Scheme: "http" or "https" } || (http.UrlText is { } text && ManifestReferences.AreIn(text));

    private void CheckVersion(string? version, string property, string path)
    {
        if (version is null || PluginVersion.TryParse(version) is null)
        {
            Wrong(property, path, version is null ? "null" : $"\"{Excerpt.Of(version)}\"", "a version such as \"1\" or \"1.0.0\"");
        }
    }

    private void CheckDependencies(IReadOnlyList<PluginDependency?> dependencies, string property, string path)
    {
        for (var i = 0; i < dependencies.Count; i++)
        {
            if (dependencies[i] is not { } dependency || !PluginId.IsValidPart(dependency.Name) || (dependency.Kind is { } kind && !PluginId.IsValidPart(kind)))
            {
                Wrong($"{property}[{i}]", $"{path}[{i}]", $"\"{Excerpt.Of($"{dependencies[i]}")}\"", "a name, or a kind and a name, in lower case letters, digits, '_' and '-'");
            }
        }
    }

    private void CheckTexts(IReadOnlyList<string?> texts, string property, string path)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrEmpty(texts[i]))
            {
                Wrong($"{property}[{i}]", $"{path}[{i}]", texts[i] is null ? "null" : "empty", "a text that is not empty");
            }
        }
    }

    private void Wrong(string property, string path, string found, string expected) =>
        _problems.Add($"'{property}' is {found}, but must be {expected}.", path, found: found, expected: expected);

    private void Add(string key, string message, string found, string expected) =>
        _problems.Add(message, $"{ManifestKeys.Plugin}.{key}", found: found, expected: expected);
}
