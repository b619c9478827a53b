namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>Writes small kinds, each hook of which takes one schema and returns nothing.</summary>
internal static class TempKind
{
    /// <summary>A schema with types that are made of each other.</summary>
    public const string Circle = """
        {
          "type": "object",
          "properties": { "first": { "$ref": "#/$defs/A" }, "tree": { "$ref": "#/$defs/Tree" } },
          "$defs": {
            "A": { "type": "object", "properties": { "b": { "$ref": "#/$defs/B" }, "all": { "$ref": "#" } } },
            "B": { "type": "object", "required": ["many"], "properties": { "many": { "$ref": "#/$defs/Many" } } },
            "Many": { "type": "array", "items": { "$ref": "#/$defs/A" } },
            "Tree": { "type": "array", "items": { "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/Tree" }] } }
          }
        }
        """;

    /// <summary>Writes a kind and reads it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="kind">What it is called.</param>
    /// <param name="hooks">Its hooks, each with its schema.</param>
    public static Hookspec Write(TempFolder folder, string kind, params IReadOnlyList<(string Hook, string Schema)> hooks)
    {
        foreach (var (hook, schema) in hooks)
        {
            folder.Write($"{kind}/schemas/{hook}.input.json", schema);
        }

        var path = folder.Write($"{kind}/v1.yaml", $"""
            kind: {kind}
            kind_api_version: "1.0.0"
            hooks:
            {string.Join('\n', hooks.Select(static hook => $"  - {{ name: {hook.Hook}, dispatch: broadcast_notify, input_schema: schemas/{hook.Hook}.input.json }}"))}
            """);
        return HookspecFile.Read(path).ThrowIfInvalid();
    }
}
