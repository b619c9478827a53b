using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Finds what has to be there. Where it is not, an error says how far the path goes, and what was probably meant.</summary>
internal static class RequiredKey
{
    /// <summary>More keys are not looked through for the one that was meant.</summary>
    private const int MaxCompared = 1000;

    /// <summary>Finds a node.</summary>
    /// <exception cref="ConfigException">There is none. The path is the caller's own, and stands in the error as it was given.</exception>
    public static ConfigNode Find(ConfigState state, string path)
    {
        var segments = DotPath.Parse(path);
        return state.Find(segments) ?? throw Missing(state, segments, path);
    }

    private static ConfigException Missing(ConfigState state, IReadOnlyList<PathSegment> segments, string path)
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
            (ConfigMap map, { } key) when NearNames.Find(key, map.Members.Keys.Take(MaxCompared)) is { } near => $"{place} has no key '{key}'. Did you mean '{DotPath.Append(known, near)}'?",
            (ConfigMap, { } key) => $"{place} has no key '{key}'. Add it to one of {string.Join(", ", state.SourceIds)}, or ask with a default.",
            (ConfigList list, null) => $"{place} has {list.Items.Count} items, and the index is {segments[i].Index}. Add items, or ask for another one.",
            (ConfigList, { } key) => $"{place} is a list, and has no key '{key}'. Write an index such as [0].",
            (ConfigMap, null) => $"{place} is a mapping, and has no index. Write a key.",
            _ => $"{place} is {node.Description}, and has nothing below it. Correct the path.",
        };
        return new([node.Problem(ConfigErrorReason.Missing, path, what)], path);
    }
}
