using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The tables of a manifest that are named like runtimes which packages may bring. Which of them there are, the host knows.</summary>
internal sealed class RuntimeTables
{
    // Most manifests have neither: they pay nothing.
    private readonly HashSet<string>? _asked;
    private HashSet<string>? _own;
    private List<RuntimeTable>? _tables;

    public RuntimeTables(IReadOnlyList<ManifestFact> runtimes)
    {
        foreach (var runtime in runtimes)
        {
            if (ManifestRuntimes.IsForeignName(runtime.Value))
            {
                (_asked ??= new(StringComparer.Ordinal)).Add(runtime.Value);
            }
        }
    }

    public IReadOnlyList<RuntimeTable> Tables => _tables ?? [];

    /// <summary>Gets the names of those that the manifest itself says to be tables of runtimes.</summary>
    public IReadOnlySet<string> Own => _own ?? (IReadOnlySet<string>)FrozenSet<string>.Empty;

    /// <summary>Takes a table that the manifest itself says to be that of a runtime.</summary>
    public bool TryTake(string key, ManifestNode node)
    {
        if (node.Kind != ManifestNodeKind.Table || _asked?.Contains(key) is not true)
        {
            return false;
        }

        (_own ??= new(StringComparer.Ordinal)).Add(key);
        (_tables ??= []).Add(new(key, node, null));
        return true;
    }

    /// <summary>Takes a table that is an unknown key unless the host has a runtime of that name.</summary>
    public void Take(string key, ManifestNode node, ManifestProblem problem)
    {
        if (node.Kind == ManifestNodeKind.Table && ManifestRuntimes.IsForeignName(key))
        {
            (_tables ??= []).Add(new(key, node, problem));
        }
    }

    /// <summary>Tells whether a problem is one of a table that a host may have the runtime of.</summary>
    public bool Has(ManifestProblem problem) => _tables?.Exists(table => table.Problem == problem) is true;
}
