using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>A JSON Schema that has been read once and checks any number of values, by several threads. See docs/adr/0006-tool-schemas.md.</summary>
internal sealed class CompiledSchema
{
    private readonly SchemaNode _root;

    private CompiledSchema(SchemaNode root, IReadOnlyList<ToolProblem> problems)
    {
        _root = root;
        Problems = problems;
    }

    /// <summary>Gets what keeps the schema from being used; paths are places in it.</summary>
    public IReadOnlyList<ToolProblem> Problems { get; }

    /// <summary>Reads a schema. What is wrong with it is in <see cref="Problems"/>.</summary>
    public static CompiledSchema Compile(JsonElement schema)
    {
        if (JsonSoundness.FindFault(schema) is { } fault)
        {
            return new(new SchemaNode(), [new ToolProblem { Path = string.Empty, Message = fault }]);
        }

        var compiler = new SchemaCompiler(schema);
        var root = compiler.Compile();
        return new(root, compiler.Problems);
    }

    /// <summary>Checks a value.</summary>
    /// <exception cref="InvalidOperationException">The schema has problems.</exception>
    public SchemaFindings Check(JsonElement value)
    {
        if (Problems.Count > 0)
        {
            throw new InvalidOperationException("A schema with problems checks nothing.");
        }

        return JsonSoundness.FindFault(value) is { } fault
            ? new([new ToolProblem { Path = string.Empty, Message = fault }], 1)
            : new SchemaRun().Check(_root, value);
    }
}
