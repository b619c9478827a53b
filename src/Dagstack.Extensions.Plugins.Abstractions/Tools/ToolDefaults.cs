using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>What stands for JSON that nobody has given, which could not be written.</summary>
internal static class ToolDefaults
{
    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    public static JsonElement AnyObject { get; } = JsonElement.Parse("""{"type": "object"}""");
}
