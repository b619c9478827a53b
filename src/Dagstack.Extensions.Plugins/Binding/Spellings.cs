namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Finds keys by name in any spelling, and joins the spellings of one name.</summary>
internal static class Spellings
{
    /// <summary>Finds a name below a node; a later provider wins, as with one spelling.</summary>
    /// <remarks>
    /// Two spellings in one provider are an error, unless one of them is the name itself: that one
    /// wins, with a warning about the other.
    /// </remarks>
    public static SectionNode? Find(SectionNode parent, string name, BindProblems problems)
    {
        SectionNode? first = null;
        List<SectionNode>? all = null;
        foreach (var child in parent.Children)
        {
            if (FoldedName.Matches(child.Key, name))
            {
                if (first is null)
                {
                    first = child;
                }
                else
                {
                    (all ??= [first]).Add(child);
                }
            }
        }

        if (all is null)
        {
            return first;
        }

        var exact = parent.Find(name);
        ReportCollisions(all, exact, problems);
        var kept = exact ?? first!;
        var joined = new SectionNode(kept.Key, kept.Path);
        joined.Absorb(kept);
        foreach (var spelling in all)
        {
            if (spelling != kept)
            {
                joined.Absorb(spelling);
            }
        }

        return joined;
    }

    private static void ReportCollisions(List<SectionNode> all, SectionNode? exact, BindProblems problems)
    {
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = i + 1; j < all.Count; j++)
            {
                if (all[i].SharedSource(all[j]) is { } source)
                {
                    var (kept, other) = all[j] == exact ? (all[j], all[i]) : (all[i], all[j]);
                    problems.Collision(kept, other, source.Provider, keptIsExact: kept == exact);
                }
            }
        }
    }

    /// <summary>Spells a name the way its neighbours are: as a .NET name among those, else in snake_case.</summary>
    public static string Spell(SectionNode parent, string name) =>
        parent.Children.Any(static child => child.Key.Any(char.IsAsciiLetterUpper) && child.Key.Any(char.IsAsciiLetterLower))
            ? name
            : string.Join('_', NameWords.Of(name));
}
