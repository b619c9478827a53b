using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>An object whose names are data.</summary>
/// <param name="Value">What is under each name.</param>
/// <param name="ValueSchema">The schema of that; undefined where anything goes.</param>
internal sealed record MapShape(Shape Value, JsonElement ValueSchema) : Shape;
