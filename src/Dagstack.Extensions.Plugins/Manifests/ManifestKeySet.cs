using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins;

/// <summary>The keys that a table may have, in the order in which a reader meets them in the documentation.</summary>
internal sealed class ManifestKeySet
{
    private readonly FrozenSet<string> _set;

    public ManifestKeySet(params string[] names)
    {
        Names = names;
        _set = names.ToFrozenSet(StringComparer.Ordinal);
    }

    public string[] Names { get; }

    public bool Contains(string key) => _set.Contains(key);
}
