using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keyword <c>not</c>.</summary>
internal sealed class NotRule(SchemaNode node) : SchemaRule
{
    public override IEnumerable<SchemaNode> InPlace => [node];

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (run.Try(node, value).Fits)
        {
            run.Mismatch(value, node.Expected is { } excluded ? $"anything but {excluded}" : "something that does not fit the schema under 'not'");
        }

        return true;
    }
}
