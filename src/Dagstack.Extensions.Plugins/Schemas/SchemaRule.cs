using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Some keywords of one schema that are checked together.</summary>
internal abstract class SchemaRule
{
    /// <summary>Gets what fits it, in a few words; null if that cannot be said in a few.</summary>
    public virtual string? Expected => null;

    /// <summary>Gets the schemas that look at the same value as the rule.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Checks a value and reports what is wrong with it.</summary>
    /// <returns>False if the rules after this one have nothing more to say.</returns>
    public abstract bool Check(JsonElement value, SchemaRun run);
}
