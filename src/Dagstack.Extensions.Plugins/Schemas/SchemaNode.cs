using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>One schema within a schema.</summary>
internal sealed class SchemaNode
{
    private readonly Lazy<string?> _expected;
    private SchemaRule[] _rules = [];

    public SchemaNode() => _expected = new(() => _rules.Select(static rule => rule.Expected).FirstOrDefault(static text => text is not null));

    /// <summary>Gets a value indicating whether nothing fits it: the schema <c>false</c>.</summary>
    public bool IsNever => _rules is [NeverRule];

    /// <summary>Gets what fits it, in a few words; null if that cannot be said in a few.</summary>
    public string? Expected => _expected.Value;

    /// <summary>Gets the schemas that look at the same value as this one.</summary>
    public IEnumerable<SchemaNode> InPlace => _rules.SelectMany(static rule => rule.InPlace);

    /// <summary>Gives it its rules, once: nodes may refer to each other in a circle, and are there before they are read.</summary>
    public void Fill(IEnumerable<SchemaRule> rules) => _rules = [.. rules];

    public void Check(JsonElement value, SchemaRun run)
    {
        if (!run.TryEnter())
        {
            return;
        }

        foreach (var rule in _rules)
        {
            if (!rule.Check(value, run))
            {
                break;
            }
        }

        run.Leave();
    }
}
