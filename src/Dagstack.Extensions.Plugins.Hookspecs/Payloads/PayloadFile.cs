using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A schema file of a kind, whichever hooks name it.</summary>
/// <param name="File">Where it stands, from the folder of the kind.</param>
/// <param name="Schema">The schema.</param>
internal sealed record PayloadFile(string File, JsonElement Schema)
{
    /// <summary>Gets a value indicating whether it is what goes into a hook.</summary>
    public bool IsInput { get; init; }

    /// <summary>Gets the name of the type that its root is.</summary>
    public string TypeName { get; } = Names.OfFile(File);

    /// <summary>Gets what its root is.</summary>
    public Shape Shape { get; } = ShapeReader.Read(Schema);

    /// <summary>Gets a value indicating whether it is an object without anything in it: a hook with such an input takes nothing.</summary>
    public bool IsEmpty => Shape is ObjectShape { Fields.Count: 0, IsOpen: false };

    /// <summary>Gets the definitions in their order.</summary>
    public IEnumerable<JsonProperty> Definitions => Schema.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object ? definitions.EnumerateObject() : [];

    /// <summary>Gets the files of a kind in the order in which hooks name them, each once.</summary>
    public static IReadOnlyList<PayloadFile> Of(Hookspec spec)
    {
        var inputs = spec.Hooks.Select(static hook => hook.Input?.File).ToHashSet();
        return [.. spec.Hooks.SelectMany(static hook => new[] { hook.Input, hook.Output }).OfType<HookspecPayload>().DistinctBy(static payload => payload.File)
            .Select(payload => new PayloadFile(payload.File, payload.Schema) { IsInput = inputs.Contains(payload.File) })];
    }
}
