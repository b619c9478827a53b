using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Finds what has to be there. Where it is not, an error says how far the path goes, and what was probably meant.</summary>
internal static class RequiredKey
{
    /// <summary>More keys are not looked through for the one that was meant.</summary>
    private const int MaxCompared = 1000;

    /// <summary>Finds a node, or for a path with <c>[*]</c> the list of all.</summary>
    /// <exception cref="ConfigException">There is none. The path is the caller's own, and stands in the error as it was given, with an index in place of <c>[*]</c>.</exception>
    public static ConfigNode Find(ConfigState state, string path) => Find(state, DotPath.Parse(path), path);

    /// <summary>Finds the node of a single value.</summary>
    /// <exception cref="ConfigException">There is none. The path is the caller's own, and stands in the error as it was given.</exception>
    /// <exception cref="ArgumentException">The path has <c>[*]</c>.</exception>
    public static ConfigNode FindOne(ConfigState state, string path) => Find(state, DotPath.ParseOne(path), path);

    private static ConfigNode Find(ConfigState state, IReadOnlyList<PathSegment> segments, string path) => state.Find(segments) ?? throw Missing(state, segments, path);

    private static ConfigException Missing(ConfigState state, IReadOnlyList<PathSegment> segments, string path)
    {
        var isEach = DotPath.HasEach(segments);
        var problems = new ProblemList();
        foreach (var end in PathWalk.Ends(state.Root, segments).Where(end => end.Steps < segments.Count).TakeWhile(_ => !problems.IsFull))
        {
            problems.Add(segments[end.Steps].IsEach ? NoList(end) : Missing(state, end, segments, isEach ? Rest(end, segments) : path));
        }

        return problems.ToException();
    }

    private static ConfigProblem Missing(ConfigState state, PathEnd end, IReadOnlyList<PathSegment> segments, string path)
    {
        var (known, segment) = (end.Path, segments[end.Steps]);
        var place = known.Length == 0 ? "the configuration" : $"'{known}'";
        var what = (end.Node, segment.Key) switch
        {
            (ConfigMap map, { } key) when NearNames.Find(key, map.Members.Keys.Take(MaxCompared)) is { } near => $"{place} has no key '{key}'. Did you mean '{DotPath.Append(known, near)}'?",
            (ConfigMap, { } key) when DotPath.HasEach([.. segments.Take(end.Steps)]) => $"{place} has no key '{key}'. [*] asks it of every item: add it, or read the items with GetSection and a type that can do without it.",
            (ConfigMap, { } key) => $"{place} has no key '{key}'. Add it to one of {string.Join(", ", state.SourceIds)}, or ask with a default.",
            (ConfigList list, null) => $"{place} has {list.Items.Count} items, and the index is {segment.Index}. Add items, or ask for another one.",
            (ConfigList, { } key) => $"{place} is a list, and has no key '{key}'. Write an index such as [0].",
            (ConfigMap, null) => $"{place} is a mapping, and has no index. Write a key.",
            _ => $"{place} is {end.Node.Description}, and has nothing below it. Correct the path.",
        };
        return end.Node.Problem(ConfigErrorReason.Missing, path, what);
    }

    private static ConfigProblem NoList(PathEnd end) =>
        end.Node.Problem(ConfigErrorReason.TypeMismatch, end.Path, $"expected a list, since [*] stands for each of its items, found {end.Node.Description}. Write a list, or a path without [*].");

    /// <summary>The whole path, with indices as far as it goes.</summary>
    private static string Rest(PathEnd end, IReadOnlyList<PathSegment> segments) => segments.Skip(end.Steps).Aggregate(end.Path, static (path, segment) => segment.AppendTo(path));
}
