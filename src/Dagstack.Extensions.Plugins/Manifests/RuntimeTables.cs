namespace Dagstack.Extensions.Plugins;

/// <summary>The tables of a manifest that are named like runtimes which packages may bring. Which of them there are, the host knows.</summary>
internal sealed class RuntimeTables(IReadOnlyList<ManifestFact> runtimes)
{
    private readonly HashSet<string> _asked = runtimes.Select(static runtime => runtime.Value).Where(ManifestRuntimes.IsForeignName).ToHashSet(StringComparer.Ordinal);
    private readonly List<RuntimeTable> _tables = [];

    public IReadOnlyList<RuntimeTable> Tables => _tables;

    /// <summary>Gets the names of those that the manifest itself says to be tables of runtimes.</summary>
    public IReadOnlySet<string> Own => _tables.Where(static table => table.Problem is null).Select(static table => table.Runtime).ToHashSet(StringComparer.Ordinal);

    /// <summary>Tells whether a problem is one of a table that a host may have the runtime of.</summary>
    public bool Has(ManifestProblem problem) => _tables.Exists(table => table.Problem == problem);

    /// <summary>Takes a table that the manifest itself says to be that of a runtime.</summary>
    public bool IsOwn(string key, ManifestNode node)
    {
        var isOwn = node.Kind == ManifestNodeKind.Table && _asked.Contains(key);
        if (isOwn)
        {
            _tables.Add(new(key, node, null));
        }

        return isOwn;
    }

    /// <summary>Takes a table that is an unknown key unless the host has a runtime of that name.</summary>
    public void Add(string key, ManifestNode node, ManifestProblem problem)
    {
        if (node.Kind == ManifestNodeKind.Table && ManifestRuntimes.IsForeignName(key))
        {
            _tables.Add(new(key, node, problem));
        }
    }
}
