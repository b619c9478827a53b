using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>Puts one layer over another: mappings are merged key by key, everything else is replaced whole.</summary>
internal static class LayerMerge
{
    public static ConfigMap Merge(ConfigMap lower, ConfigMap upper)
    {
        if (lower.Members.Count == 0 || upper.Members.Count == 0)
        {
            return upper.Members.Count == 0 ? lower : upper;
        }

        var result = new ConfigMap(upper.Source, upper.Line, upper.Column);
        foreach (var (key, below) in lower)
        {
            result.TryAdd(key, !upper.TryGet(key, out var above) ? below : below is ConfigMap low && above is ConfigMap high ? Merge(low, high) : above);
        }

        foreach (var (key, above) in upper)
        {
            result.TryAdd(key, above);
        }

        return result;
    }
}
