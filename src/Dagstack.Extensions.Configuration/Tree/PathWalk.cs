namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>Goes along paths.</summary>
internal static class PathWalk
{
    /// <summary>Makes one step to a key or an index.</summary>
    /// <returns>The node there, or null if there is none.</returns>
    public static ConfigNode? Step(ConfigNode node, PathSegment segment) => node switch
    {
        ConfigMap map when segment.Key is { } key => map.Members.GetValueOrDefault(key),
        ConfigList list when segment is { Key: null, IsEach: false } && segment.Index < list.Items.Count => list.Items[segment.Index],
        _ => null,
    };

    /// <summary>Goes along a path, and at <c>[*]</c> to each item in turn.</summary>
    /// <param name="node">Where the walk begins.</param>
    /// <param name="path">The path.</param>
    /// <param name="known">The path of the node.</param>
    /// <param name="steps">How many steps lead to the node.</param>
    /// <returns>All ends, in the order of items; one for a path without <c>[*]</c>.</returns>
    public static IEnumerable<PathEnd> Ends(ConfigNode node, IReadOnlyList<PathSegment> path, string known = "", int steps = 0)
    {
        for (; steps < path.Count; steps++)
        {
            if (path[steps].IsEach && node is ConfigList list)
            {
                for (var i = 0; i < list.Items.Count; i++)
                {
                    foreach (var end in Ends(list.Items[i], path, DotPath.Append(known, i), steps + 1))
                    {
                        yield return end;
                    }
                }

                yield break;
            }

            if (Step(node, path[steps]) is not { } next)
            {
                break;
            }

            (node, known) = (next, path[steps].AppendTo(known));
        }

        yield return new(node, known, steps);
    }
}
