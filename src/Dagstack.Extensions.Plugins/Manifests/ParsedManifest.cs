namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A manifest after the checks that do not depend on the host.</summary>
/// <param name="Manifest">The manifest; null if a check failed.</param>
/// <param name="Facts">What the host's checks need, as far as it could be read.</param>
/// <param name="Problems">What the checks found.</param>
internal sealed record ParsedManifest(PluginManifest? Manifest, ManifestFacts Facts, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>Gets the values that <see cref="Manifest"/> was made of.</summary>
    public ManifestValues? Values { get; init; }

    /// <summary>Gets the tables that are named like runtimes. Their problems do not count for <see cref="Manifest"/>.</summary>
    public IReadOnlyList<RuntimeTable> Tables { get; init; } = [];

    /// <summary>Gets the problems that are left in a host: its runtimes may have tables.</summary>
    public IReadOnlyList<ManifestProblem> ProblemsIn(ManifestLoadOptions options)
    {
        if (Tables.Count == 0)
        {
            return Problems;
        }

        var accepted = Tables.Where(table => options.SupportedRuntimes.Contains(table.Runtime)).Select(static table => table.Problem).ToHashSet();
        return [.. Problems.Where(problem => !accepted.Contains(problem))];
    }

    /// <summary>Gets the manifest with the table of the runtime that a host has chosen.</summary>
    public PluginManifest? ManifestFor(string? runtime) => Tables.Count == 0 ? Manifest
        : Manifest is not null && Tables.FirstOrDefault(table => table.Runtime == runtime) is { } table ? Values!.ToManifest(table.Node.ToPlainTable())
        : Manifest;
}
