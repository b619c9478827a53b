using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;

namespace Dagstack.Extensions.Plugins;

/// <summary>A JSON Schema (2020-12) that has been read once and checks any number of values.</summary>
/// <remarks>Immutable and thread-safe. It is what arguments of tools are checked with; docs/tools.md lists the keywords that are understood. See §8.1 and §9 of the plugin contract.</remarks>
public sealed class PayloadSchema
{
    private readonly CompiledSchema _schema;

    private PayloadSchema(CompiledSchema schema) => _schema = schema;

    /// <summary>Gets what keeps the schema from being used, each problem with its place in it as a JSON Pointer.</summary>
    /// <value>Empty for a schema that can be used; else the first 20 problems at most.</value>
    public IReadOnlyList<ToolProblem> Problems => _schema.Problems;

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The schema, with all that is wrong with it.</returns>
    public static PayloadSchema Read(JsonElement schema) => new(CompiledSchema.Compile(schema));

    /// <summary>Tells whether a problem is no fault of the schema, but a keyword of JSON Schema that is not understood here.</summary>
    /// <param name="problem">One of <see cref="Problems"/>; its <see cref="ToolProblem.Found"/> is the keyword then.</param>
    /// <returns>True for such a keyword.</returns>
    public static bool IsUnsupported(ToolProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem is { Found: { } found, Expected: null } && (SchemaKeywords.Unsupported.Contains(found) || found == "$id");
    }

    /// <summary>Checks a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>All that is wrong with it, each problem with its place as a JSON Pointer; the first 20 at most, and empty if it fits.</returns>
    /// <exception cref="InvalidOperationException">The schema has problems.</exception>
    public IReadOnlyList<ToolProblem> Check(JsonElement value) => _schema.Check(value).Problems;
}
