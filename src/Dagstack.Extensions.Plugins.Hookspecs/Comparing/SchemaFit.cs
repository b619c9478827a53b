using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Tells whether everything that one schema allows is allowed by another.</summary>
internal static class SchemaFit
{
    /// <summary>Finds out why what one schema allows does not fit another.</summary>
    /// <returns>Why, as a sentence; null if it fits.</returns>
    public static string? FindMisfit(JsonElement from, JsonElement to) =>
        SchemaComparison.Compare(from, to).FirstOrDefault(static change => change.Effect is SchemaEffect.Narrows or SchemaEffect.Shifts or SchemaEffect.RequiredProperty) is { } change
            ? $"as the input has it, {change.Message} ({(change.Pointer.Length == 0 ? "the root" : Excerpt.Cut(change.Pointer, 200))})."
            : null;
}
