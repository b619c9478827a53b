using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>The rules of a manifest that was made in code: those of a file, but for what the type of a property says already and for the entry point, which it does not need.</summary>
internal sealed class GivenManifestRules
{
    private readonly ManifestProblemList _problems = new(ManifestFacts.GivenInCode);

    /// <summary>Checks a manifest; what it says of the host is checked by <see cref="HostCompatibility"/>.</summary>
    public static ParsedManifest Check(PluginManifest manifest)
    {
        var rules = new GivenManifestRules();
        rules.CheckAll(manifest);
        var problems = rules._problems.Problems;
        var valid = problems.All(static problem => problem.Severity == ManifestProblemSeverity.Warning);
        return new ParsedManifest(valid ? manifest : null, ManifestFacts.Of(manifest), problems);
    }

    private void CheckAll(PluginManifest m)
    {
        CheckVersion(m.SchemaVersion);
        CheckVersion(m.KindApiVersion);
        if (string.IsNullOrWhiteSpace(m.CoreVersion))
        {
            Wrong(nameof(m.CoreVersion), "empty", "a range such as \">=0.2.0,<1.0.0\", or \"*\" for any");
        }

        CheckRuntimes(m);
        CheckMcp(m);
        if (m.EntryPoint is { } entryPoint && EntryPointRule.TryParse(entryPoint.Text, out var error) is null)
        {
            Wrong(nameof(m.EntryPoint), $"\"{Excerpt.Of(entryPoint.Text)}\": it {error}", "\"module:Class\", such as \"plugin:FixedChunker\"");
        }

        CheckPriority(m);
        if (m.TryFirst && m.TryLast)
        {
            Add("trylast", $"'{nameof(m.TryFirst)}' and '{nameof(m.TryLast)}' are both true. Remove one of them.", "both true", "at most one of them");
        }

        CheckTime(m.StartupTimeout);
        CheckTime(m.TeardownTimeout);
        CheckDependencies(m);
        CheckTexts(m.Authors);
        CheckTexts(m.Capabilities);
        CheckTexts(m.SupportsLanguages);
        CheckTexts(m.SupportsExtensions);
        CheckTexts(m.SupportsMimeTypes);
        CheckEnum(m.ExecutionModel);
        CheckEnum(m.Reload);
        if (NotNull(m.Resources))
        {
            CheckTexts(m.Resources.Required);
            CheckTexts(m.Resources.Optional);
        }

        if (NotNull(m.UnitOfWork))
        {
            CheckEnum(m.UnitOfWork.IdempotencyMode);
            CheckTexts(m.UnitOfWork.ContentHash);
            CheckTime(m.UnitOfWork.EstimatedDuration);
        }

        if (m.ChainWrap is not null)
        {
            CheckTexts(m.ChainWrap.Kinds);
            CheckTexts(m.ChainWrap.Hooks);
        }

        NotNull(m.Metadata);
    }

    private void CheckRuntimes(PluginManifest m)
    {
        CheckTexts(m.Runtimes);
        if (m.Runtimes is { Count: 0 })
        {
            Wrong(nameof(m.Runtimes), "an empty list", "in_process, mcp_stdio or mcp_http, or several of these");
        }

        if (m.InProcessOnly && m.Runtimes?.FirstOrDefault(static runtime => runtime is PluginRuntimes.McpStdio or PluginRuntimes.McpHttp) is { } mcp)
        {
            Add("runtime", $"'{nameof(m.Runtimes)}' has \"{mcp}\", but '{nameof(m.InProcessOnly)}' is true. Remove one of the two.", mcp, PluginRuntimes.InProcess);
        }
    }

    private void CheckMcp(PluginManifest m)
    {
        var runtimes = m.Runtimes ?? [];
        if (m.McpStdio is null ? runtimes.Contains(PluginRuntimes.McpStdio) : m.McpStdio.Command is not { Count: > 0 })
        {
            Add("mcp_stdio", $"'{nameof(m.McpStdio)}' has no command, which the runtime mcp_stdio needs. Set {nameof(PluginMcpStdio.Command)} to the program and its arguments.", "nothing", "the program and its arguments");
        }

        if (m.McpHttp is null ? runtimes.Contains(PluginRuntimes.McpHttp) : m.McpHttp.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            Add("mcp_http", $"'{nameof(m.McpHttp)}' has no absolute http or https address, which the runtime mcp_http needs. Set {nameof(PluginMcpHttp.Url)}.", $"{m.McpHttp?.Url}", "an absolute http or https address");
        }

        if (m.McpStdio is { Command.Count: > 0 })
        {
            CheckTexts(m.McpStdio.Command);
            CheckTime(m.McpStdio.StartupTimeout);
            NotNull(m.McpStdio.Environment);
        }

        CheckTime(m.McpHttp?.Timeout);
    }

    private void CheckPriority(PluginManifest m)
    {
        if (m.Priority < 0)
        {
            Wrong(nameof(m.Priority), $"{m.Priority}", "0 or more");
        }
        else if (m.Priority >= ManifestValidator.MiddlewarePriority && m.Id.Kind != ManifestValidator.MiddlewareKind)
        {
            _problems.Add($"'{nameof(m.Priority)}' is {m.Priority}, but {ManifestValidator.MiddlewarePriority} and more are reserved for plugins of kind '{ManifestValidator.MiddlewareKind}'. Choose one from 0 to 100.", "plugin.priority", found: $"{m.Priority}", expected: "0 to 100", severity: ManifestProblemSeverity.Warning);
        }
    }

    private void CheckDependencies(PluginManifest m)
    {
        for (var i = 0; NotNull(m.DependsOn) && i < m.DependsOn.Count; i++)
        {
            if (m.DependsOn[i] is not { } dependency || !PluginId.IsValidPart(dependency.Name) || (dependency.Kind is { } kind && !PluginId.IsValidPart(kind)))
            {
                Wrong($"{nameof(m.DependsOn)}[{i}]", $"\"{Excerpt.Of($"{m.DependsOn[i]}")}\"", "a name, or a kind and a name, in lower case letters, digits, '_' and '-'");
            }
        }
    }

    private void CheckVersion(string? version, [CallerArgumentExpression(nameof(version))] string property = "")
    {
        if (version is null || PluginVersion.TryParse(version) is null)
        {
            Wrong(property, version is null ? "null" : $"\"{Excerpt.Of(version)}\"", "a version such as \"1\" or \"1.0.0\"");
        }
    }

    // Without an end is a time too, in code.
    private void CheckTime(TimeSpan? time, [CallerArgumentExpression(nameof(time))] string property = "")
    {
        if (time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            Wrong(property, $"{time}", "a time above zero");
        }
    }

    private void CheckTexts(IReadOnlyList<string>? texts, [CallerArgumentExpression(nameof(texts))] string property = "")
    {
        for (var i = 0; NotNull(texts, property) && i < texts!.Count; i++)
        {
            if (string.IsNullOrEmpty(texts[i]))
            {
                Wrong($"{property}[{i}]", texts[i] is null ? "null" : "empty", "a text that is not empty");
            }
        }
    }

    private void CheckEnum<T>(T value, [CallerArgumentExpression(nameof(value))] string property = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Wrong(property, $"{value}", $"one of {string.Join(", ", Enum.GetNames<T>())}");
        }
    }

    private bool NotNull(object? value, [CallerArgumentExpression(nameof(value))] string property = "")
    {
        if (value is null)
        {
            Wrong(property, "null", "a value. Leave it out for the default");
        }

        return value is not null;
    }

    private void Wrong(string property, string found, string expected)
    {
        // The rules name the manifest 'm'.
        var name = property.StartsWith("m.", StringComparison.Ordinal) ? property[2..].Replace("?", string.Empty, StringComparison.Ordinal) : property;
        var key = string.Join('.', name.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)).Replace("runtimes", "runtime", StringComparison.Ordinal);
        Add(key, $"'{name}' is {found}, but must be {expected}.", found, expected);
    }

    private void Add(string key, string message, string found, string expected) => _problems.Add(message, "plugin." + key, found: found, expected: expected);
}
