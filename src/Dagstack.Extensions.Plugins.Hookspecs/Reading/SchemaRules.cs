using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Checks a schema by itself: it is one of JSON Schema 2020-12, and what it refers to is there.</summary>
internal static class SchemaRules
{
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    public static void Check(SpecNode root, JsonElement schema, SpecProblems problems)
    {
        if (root.Kind != SpecNodeKind.Table)
        {
            problems.Add($"the schema is {root.Describe()}, and an object is expected.", root, string.Empty);
            return;
        }

        if (root.Find("$schema") is { } dialect && dialect.Text.TrimEnd('#') != Dialect)
        {
            problems.Add($"'$schema' is {dialect.Describe()}, and \"{Dialect}\" is expected: payloads are described in JSON Schema 2020-12.", dialect, "/$schema");
        }

        foreach (var problem in PayloadSchema.Read(schema).Problems)
        {
            var node = root.At(problem.Path);
            var isBeyond = PayloadSchema.IsUnsupported(problem);
            problems.Add(isBeyond
                ? $"{problem.Path}: the keyword '{problem.Found}' is not checked by hosts in .NET, which leave it to the plugin."
                : $"{(problem.Path.Length == 0 ? "the schema" : Excerpt.Cut(problem.Path, 200))}: {problem.Message}", node.KeyLine, node.KeyColumn, problem.Path, isBeyond);
        }

        new KeywordWords(problems).Check(root);
    }
}
