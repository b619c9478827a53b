using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class NeverRule : SchemaRule
{
    public override string Expected => "nothing";

    public override bool Check(JsonElement value, SchemaRun run)
    {
        run.Mismatch(value, "nothing to be here");
        return false;
    }
}
