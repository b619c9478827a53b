using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What a plugin needs, as a person reads it.</summary>
internal static class AssemblyPage
{
    /// <summary>Writes a table of the assemblies, and what is to be known of some.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="host">The host that was named; null if none was.</param>
    /// <param name="page">Where it goes.</param>
    public static void Write(IReadOnlyList<InspectedAssembly> assemblies, string? host, Page page)
    {
        var (framework, others) = (assemblies.Count(IsOfNet), assemblies.Where(static assembly => !IsOfNet(assembly)).ToArray());
        Cell[][] rows = [.. others.Select(static assembly => new Cell[] { assembly.Name, assembly.BuiltAgainst, new(WordsOf(assembly.Source), ToneOf(assembly)), assembly.Version, assembly.Package })];
        page.Line(string.Empty);
        page.Table(["assembly", "built against", "taken from", "version", "package"], framework == 0 ? rows : [.. rows, [$".NET ({framework})", string.Empty, WordsOf("framework"), string.Empty, string.Empty]]);
        foreach (var assembly in others.Where(static assembly => assembly.TooNew))
        {
            page.Line($"The plugin was built against {assembly.Name} {assembly.BuiltAgainst}, and {host ?? "the contract here"} has {assembly.Version}: it is refused there. Update {assembly.Name} in the host, or build the plugin against {assembly.Version} or older.", Tone.Bad);
        }

        foreach (var assembly in others.Where(static assembly => assembly.Source == "missing"))
        {
            page.Line($"Neither the plugin nor {host} has {assembly.Name}: code that needs it fails. Put it into the plugin's folder.", Tone.Bad);
        }

        if (string.Join(", ", assemblies.Select(static assembly => assembly.IgnoredCopy).OfType<string>()) is { Length: > 0 } ignored)
        {
            page.Line($"Not used of the plugin's folder, since a host has them itself: {ignored}.", Tone.Faint);
        }
    }

    private static bool IsOfNet(InspectedAssembly assembly) => assembly.Source == "framework" && (assembly.Name.StartsWith("System.", StringComparison.Ordinal) || assembly.Name is "System" or "netstandard" or "mscorlib" or "Microsoft.CSharp");

    private static string WordsOf(string source) => source switch
    {
        "contract" => "host: contract",
        "framework" => "host: framework",
        "shared" => "host: shared",
        "host" => "host: not brought",
        "plugin" => "plugin: private",
        _ => "nowhere",
    };

    private static Tone ToneOf(InspectedAssembly assembly) => assembly.TooNew || assembly.Source == "missing" ? Tone.Bad : Tone.Plain;
}
