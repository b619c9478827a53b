using System.Globalization;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Compares what is made of several schemas.</summary>
internal sealed class CompositionRules(SchemaComparison comparison, string path)
{
    public void Compare(SchemaView old, SchemaView @new)
    {
        Compare(old, @new, "anyOf", moreAllowsMore: true);
        Compare(old, @new, "oneOf", moreAllowsMore: true);
        Compare(old, @new, "allOf", moreAllowsMore: false);
    }

    private void Compare(SchemaView old, SchemaView @new, string keyword, bool moreAllowsMore)
    {
        var (before, now) = (old[keyword] as JsonArray, @new[keyword] as JsonArray);
        var place = $"{path}/{keyword}";
        if (before is null || now is null)
        {
            if (before is not null || now is not null)
            {
                comparison.Add(place, now is null ? SchemaEffect.Widens : SchemaEffect.Narrows, now is null ? $"{keyword} is gone" : $"{keyword} is new");
            }

            return;
        }

        var gone = before.Where(option => !now.Any(other => JsonNode.DeepEquals(option, other))).ToList();
        var come = now.Where(option => !before.Any(other => JsonNode.DeepEquals(option, other))).ToList();
        if (gone.Count == 1 && come.Count == 1)
        {
            comparison.CompareAt(gone[0], come[0], string.Create(CultureInfo.InvariantCulture, $"{place}/{now.IndexOf(come[0])}"));
            return;
        }

        if (gone.Count > 0)
        {
            comparison.Add(place, moreAllowsMore ? SchemaEffect.Narrows : SchemaEffect.Widens, $"{gone.Count} of the schemas of {keyword} {(gone.Count == 1 ? "is" : "are")} gone");
        }

        if (come.Count > 0)
        {
            comparison.Add(place, moreAllowsMore ? SchemaEffect.Widens : SchemaEffect.Narrows, $"{come.Count} of the schemas of {keyword} {(come.Count == 1 ? "is" : "are")} new");
        }

        // The same ones may refer to what has changed.
        foreach (var same in now.Where(option => before.Any(other => JsonNode.DeepEquals(option, other))))
        {
            comparison.CompareAt(before.First(other => JsonNode.DeepEquals(same, other)), same, string.Create(CultureInfo.InvariantCulture, $"{place}/{now.IndexOf(same)}"));
        }
    }
}
