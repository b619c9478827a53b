using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords <c>anyOf</c> and <c>oneOf</c>.</summary>
/// <param name="nodes">The alternatives.</param>
/// <param name="one">Whether only one of them may fit.</param>
internal sealed class AnyOfRule(IReadOnlyList<SchemaNode> nodes, bool one) : SchemaRule
{
    public override string? Expected => nodes.All(static node => node.Expected is not null) ? Excerpt.Cut(JsonText.List([.. nodes.Select(static node => node.Expected!).Distinct()], "or"), 200) : null;

    public override IEnumerable<SchemaNode> InPlace => nodes;

    public override bool Check(JsonElement value, SchemaRun run)
    {
        var fitting = 0;
        var failing = new List<SchemaFindings>();
        foreach (var node in nodes)
        {
            var findings = run.Try(node, value);
            if (findings.Fits && !one)
            {
                return true;
            }

            fitting += findings.Fits ? 1 : 0;
            failing.Add(findings);
        }

        if (fitting > 1)
        {
            run.Mismatch(value, $"exactly one of {nodes.Count} alternatives to fit, and {fitting} do");
        }
        else if (fitting == 0)
        {
            Report(value, failing, run);
        }

        return true;
    }

    /// <summary>Reports what is wrong with the alternative that was probably meant, rather than that something is.</summary>
    private void Report(JsonElement value, List<SchemaFindings> failing, SchemaRun run)
    {
        var nearest = failing.MinBy(static findings => (findings.Strangeness, findings.Count));
        if (nearest.Strangeness == 2)
        {
            run.NoteStrange(isFixed: false);
            run.Mismatch(value, Expected ?? $"one of {nodes.Count} alternatives to fit");
            return;
        }

        if (nearest.Strangeness == 1 || failing.Count(static findings => findings.Strangeness == 0) > 1)
        {
            run.Report($"fits none of {nodes.Count} alternatives. The nearest of them says what follows.");
        }

        run.Report(nearest);
    }
}
