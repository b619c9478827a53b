namespace Dagstack.Extensions.Configuration;

/// <summary>Says how far a path goes, and what was probably meant.</summary>
internal static class MissingKey
{
    public static ConfigException Error(ConfigState state, IReadOnlyList<PathSegment> segments, string path)
    {
        ConfigNode node = state.Root;
        var known = string.Empty;
        var i = 0;
        while (state.Find([.. segments.Take(i + 1)]) is { } next)
        {
            node = next;
            known = segments[i++].AppendTo(known);
        }

        var place = known.Length == 0 ? "the configuration" : $"'{known}'";
        var what = (node, segments[i].Key) switch
        {
            (ConfigMap map, { } key) when NearKeys.Find(key, map.Members.Keys) is { } near => $"{place} has no key '{key}'. Did you mean '{KeyPath.Append(known, near)}'?",
            (ConfigMap, { } key) => $"{place} has no key '{key}'. Add it to one of {string.Join(", ", state.SourceIds)}, or ask with a default.",
            (ConfigList list, null) => $"{place} has {list.Items.Count} items, and the index is {segments[i].Index}. Add items, or ask for another one.",
            (ConfigList, { } key) => $"{place} is a list, and has no key '{key}'. Write an index such as [0].",
            (ConfigMap, null) => $"{place} is a mapping, and has no index. Write a key.",
            _ => $"{place} is {node.Description}, and has nothing below it. Correct the path.",
        };
        return new([node.Problem(ConfigErrorReason.Missing, path, what)], path);
    }
}
