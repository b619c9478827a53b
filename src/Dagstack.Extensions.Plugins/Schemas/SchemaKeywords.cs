using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>What the keywords of JSON Schema are to this reader of it.</summary>
internal static class SchemaKeywords
{
    /// <summary>Gets those that say what fits, in any draft, and are not supported. Ignoring one would let through what it forbids.</summary>
    public static FrozenSet<string> Unsupported { get; } = FrozenSet.ToFrozenSet(
    [
        "contains", "minContains", "maxContains", "additionalItems", "dependentRequired", "dependentSchemas", "dependencies",
        "unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$recursiveRef", "divisibleBy", "disallow", "extends",
    ]);
}
