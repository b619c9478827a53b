using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords <c>allOf</c> and <c>$ref</c>.</summary>
internal sealed class AllOfRule(IReadOnlyList<SchemaNode> nodes) : SchemaRule
{
    public override string? Expected => nodes.Select(static node => node.Expected).FirstOrDefault(static text => text is not null);

    public override IEnumerable<SchemaNode> InPlace => nodes;

    public override bool Check(JsonElement value, SchemaRun run)
    {
        foreach (var node in nodes)
        {
            node.Check(value, run);
        }

        return true;
    }
}
