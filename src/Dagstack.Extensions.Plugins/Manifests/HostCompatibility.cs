namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The checks of a manifest that depend on the host: versions, kinds, runtimes.</summary>
internal static class HostCompatibility
{
    /// <summary>The major version of the manifest's format that this host reads.</summary>
    public const string SchemaMajor = "1";

    /// <summary>Checks a manifest that was made in code.</summary>
    public static IReadOnlyList<ManifestProblem> Check(PluginManifest manifest, ManifestLoadOptions options) => Check(ManifestFacts.Of(manifest), options);

    /// <summary>Checks what is known of a manifest, in the order of the contract.</summary>
    public static IReadOnlyList<ManifestProblem> Check(ManifestFacts facts, ManifestLoadOptions options)
    {
        var problems = new ManifestProblemList(facts.File);
        CheckSchema(facts, problems);
        CheckKind(facts, options, problems);
        CheckCore(facts, options, problems);
        CheckRuntimes(facts, options, problems);
        return problems.Problems;
    }

    /// <summary>The first of the plugin's runtimes that the host supports.</summary>
    public static string? ChooseRuntime(IReadOnlyList<string> runtimes, ManifestLoadOptions options) =>
        runtimes.FirstOrDefault(options.SupportedRuntimes.Contains);

    private static void CheckSchema(ManifestFacts facts, ManifestProblemList problems)
    {
        if (facts.SchemaVersion is { } schema && PluginVersion.TryParse(schema.Value) is { Major: not 1 })
        {
            Add(
                problems,
                schema,
                PluginErrorCodes.VersionIncompatible,
                $"is \"{Excerpt.Of(schema.Value)}\", but this host reads version {SchemaMajor} of the manifest format. Update the host, or write the manifest for version {SchemaMajor}.",
                "a version with the major number 1");
        }
    }

    private static void CheckKind(ManifestFacts facts, ManifestLoadOptions options, ManifestProblemList problems)
    {
        if (options.KnownKinds is not { } known || facts.Kind is not { } kind)
        {
            return;
        }

        if (!known.TryGetValue(kind.Value, out var contract))
        {
            var names = known.Keys.Order(StringComparer.Ordinal).ToArray();
            var near = NearNames.Find(kind.Value, names);
            var list = names.Length == 0 ? "none" : string.Join(", ", names);
            var advice = near is null ? "Reference the assembly that has its contract, an interface with [PluginKind], from the host." : $"Did you mean '{near}'?";
            Add(
                problems,
                kind,
                PluginErrorCodes.KindUnknown,
                $"is \"{Excerpt.Of(kind.Value)}\", but this host has no contract for that kind. {advice} Known kinds: {list}.",
                names.Length == 0 ? "a known kind; none is" : "one of " + list);
        }
        else if (facts.KindApiVersion is { } api && PluginVersion.TryParse(api.Value) is { } wanted
            && PluginVersion.TryParse(contract) is { } actual && wanted.Major != actual.Major)
        {
            Add(
                problems,
                api,
                PluginErrorCodes.VersionIncompatible,
                $"is \"{Excerpt.Of(api.Value)}\", but the host's contract for '{Excerpt.Of(kind.Value)}' has version {contract}; the major numbers must be equal. {Newer(wanted.Major > actual.Major)}",
                $"a version with the major number {actual.Major}");
        }
    }

    private static void CheckCore(ManifestFacts facts, ManifestLoadOptions options, ManifestProblemList problems)
    {
        if (facts.CoreVersion is not { } core)
        {
            return;
        }

        var error = string.Empty;
        if ((facts.CoreRange ?? (VersionRange.TryParse(core.Value, out var parsed, out error) ? parsed : null)) is not { } range)
        {
            // A file's range has been read before it gets here; this is a manifest made in code.
            Add(
                problems,
                core,
                PluginErrorCodes.ManifestInvalid,
                $"is \"{Excerpt.Of(core.Value)}\", which is not a version range: {Excerpt.Cut(error ?? string.Empty, 200)}.",
                "a range such as >=0.2.0,<1.0.0");
            return;
        }

        var version = options.Core;
        if (!range.Contains(version))
        {
            var advice = range.Contains(version, anyPrerelease: true)
                ? $"It is a pre-release, which a range lets in only if it names one: write \">={options.CoreVersion}\", or use a release of the host."
                : "Use a plugin made for this version, or another version of the host.";
            Add(
                problems,
                core,
                PluginErrorCodes.VersionIncompatible,
                $"is \"{Excerpt.Of(core.Value)}\", but the host has version {options.CoreVersion}, which is not in that range. {advice}",
                $"a range that contains {options.CoreVersion}");
        }
    }

    private static void CheckRuntimes(ManifestFacts facts, ManifestLoadOptions options, ManifestProblemList problems)
    {
        var allKnown = true;
        var anySupported = facts.Runtimes.Count == 0;
        foreach (var runtime in facts.Runtimes)
        {
            anySupported |= options.SupportedRuntimes.Contains(runtime.Value);
            if (!problems.IsFull && !IsKnown(runtime.Value))
            {
                allKnown = false;
                var names = ManifestRuntimes.BuiltIn.Union(options.SupportedRuntimes.Order(StringComparer.Ordinal)).ToArray();
                var near = NearNames.Find(runtime.Value, names);
                var list = string.Join(", ", names);
                Add(
                    problems,
                    runtime,
                    PluginErrorCodes.ManifestInvalid,
                    $"is \"{Excerpt.Of(runtime.Value)}\", which is not a runtime.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Runtimes are {list}.",
                    "one of " + list,
                    NearNames.FindCertain(runtime.Value, names, letters: 1) is { } certain && ManifestRuntimes.BuiltIn.Contains(certain) ? runtime.Fix : null);
            }
        }

        if (allKnown && !anySupported)
        {
            var supported = string.Join(", ", options.SupportedRuntimes.Order(StringComparer.Ordinal));
            var asked = string.Join(", ", facts.Runtimes.Select(runtime => runtime.Value).Distinct(StringComparer.Ordinal));
            Add(
                problems,
                facts.Runtimes[0] with { Path = facts.Runtimes[0].Path.Split('[')[0], Value = asked },
                PluginErrorCodes.RuntimeNotSupported,
                $"asks for {asked}, but this host supports {(supported.Length == 0 ? "no runtime" : supported)}. {AdviceOn(facts, options)}",
                "one of " + supported);
        }

        // A runtime that has a table is no typing error: it comes with a package that this host does not have.
        bool IsKnown(string runtime) => ManifestRuntimes.BuiltIn.Contains(runtime) || options.SupportedRuntimes.Contains(runtime) || facts.OwnTables.Contains(runtime);
    }

    private static string AdviceOn(ManifestFacts facts, ManifestLoadOptions options) =>
        facts.Runtimes.Any(static runtime => IsMcp(runtime.Value)) && !options.SupportedRuntimes.Any(IsMcp)
            ? "Add the package Dagstack.Extensions.Plugins.Mcp and call UseMcp(): AddDagstackPlugins(o => o.Discover(\"plugins/\").UseMcp())."
            : "Register the runtime with the host, or offer another one.";

    private static bool IsMcp(string runtime) => runtime is ManifestRuntimes.McpStdio or ManifestRuntimes.McpHttp;

    private static string Newer(bool plugin) => plugin ? "Update the host's contract, or use an older plugin." : "Update the plugin.";

    private static void Add(ManifestProblemList problems, ManifestFact fact, string code, string message, string expected, ManifestFix? fix = null) =>
        problems.Add($"'{fact.Path}' {message}", fact.Path, fact.Line, fact.Column, fact.Value, expected, code, fix: fix);
}
