using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords <c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class IfRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaRule
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public override bool Check(JsonElement value, SchemaRun run)
    {
        (run.Try(condition, value).Fits ? then : otherwise)?.Check(value, run);
        return true;
    }
}
