using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>The schemas of a kind, each once, read from the kind itself.</summary>
internal static class Schemas
{
    public static IEnumerable<HookspecPayload> Of(Hookspec spec) => spec.Hooks.SelectMany(static hook => new[] { hook.Input, hook.Output }).OfType<HookspecPayload>().DistinctBy(static payload => payload.File);

    /// <summary>Finds each object with properties whose type has a name that is plain to see: roots and definitions.</summary>
    public static IEnumerable<(string Name, JsonElement Schema)> Named(Hookspec spec) => Of(spec)
        .SelectMany(static payload => Definitions(payload.Schema).Append((Name: payload.File["schemas/".Length..^".json".Length], payload.Schema)))
        .Where(static pair => pair.Schema.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Any())
        .Select(static pair => (string.Concat(pair.Name.Split('.', '_', '-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..])), pair.Schema))
        .DistinctBy(static pair => pair.Item1);

    private static IEnumerable<(string Name, JsonElement Schema)> Definitions(JsonElement schema) =>
        schema.TryGetProperty("$defs", out var definitions) ? definitions.EnumerateObject().Select(static definition => (definition.Name, definition.Value)) : [];
}
