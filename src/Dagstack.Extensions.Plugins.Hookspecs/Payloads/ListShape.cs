using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A list.</summary>
/// <param name="Item">What is in it.</param>
/// <param name="ItemSchema">The schema of that.</param>
internal sealed record ListShape(Shape Item, JsonElement ItemSchema) : Shape;
