using Dagstack.Extensions.Plugins.Hookspecs;

namespace Dagstack.Tool.Kinds;

/// <summary>Which of the kinds of two sides are versions of each other.</summary>
internal static class KindPairs
{
    /// <summary>Pairs kinds by name. A side may have several versions of one (v1.yaml, v2.yaml): those of one first number belong together, then what is left in order.</summary>
    /// <param name="before">The one side.</param>
    /// <param name="after">The other.</param>
    /// <returns>The pairs by name and version; one of the two is null for what is gone or new.</returns>
    public static IEnumerable<(FoundKind? Before, FoundKind? After)> Of(IReadOnlyList<FoundKind> before, IReadOnlyList<FoundKind> after)
    {
        foreach (var kind in before.Concat(after).Select(static found => found.Spec.Kind).Distinct().Order(StringComparer.Ordinal))
        {
            var (old, now) = (Versions(before, kind), Versions(after, kind));
            foreach (var one in old.ToArray())
            {
                if (now.Find(other => other.Spec.Major == one.Spec.Major) is { } same)
                {
                    yield return (one, same);
                    old.Remove(one);
                    now.Remove(same);
                }
            }

            for (var i = 0; i < Math.Max(old.Count, now.Count); i++)
            {
                yield return (old.ElementAtOrDefault(i), now.ElementAtOrDefault(i));
            }
        }
    }

    private static List<FoundKind> Versions(IReadOnlyList<FoundKind> kinds, string kind) =>
        [.. kinds.Where(found => found.Spec.Kind == kind).OrderBy(static found => int.TryParse(found.Spec.Major, out var major) ? major : 0)];
}
