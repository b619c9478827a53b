using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The tools that a server listed, by the names that the contract gives them.</summary>
internal sealed class ToolTable
{
    private readonly Dictionary<string, WireTool> _byName = new(StringComparer.Ordinal);

    public ToolTable(IReadOnlyList<WireTool> tools)
    {
        Tools = tools;
        foreach (var tool in tools)
        {
            _byName.TryAdd(NameOf(tool), tool);
            IsOfAHost |= tool.Meta is { } meta && JsonText.Find(meta, ReservedTools.NameMeta) is not null;
        }
    }

    public static ToolTable Empty { get; } = new([]);

    /// <summary>Gets all tools in the order of the list.</summary>
    public IReadOnlyList<WireTool> Tools { get; }

    /// <summary>Gets a value indicating whether the server is another host, which says so by the names of its tools.</summary>
    public bool IsOfAHost { get; }

    /// <summary>Gets the names, ordinal.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Gets the name of a tool with dots, which servers for strict clients say beside it.</summary>
    public static string NameOf(WireTool tool) =>
        tool.Meta is { } meta && JsonText.Find(meta, ReservedTools.NameMeta) is { Length: > 0 } dotted ? dotted : tool.Name;

    public WireTool? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Lists some names for a message.</summary>
    public string Some()
    {
        const int Shown = 10;
        string[] names = [.. Names.Select(Excerpt.Of)];
        return names.Length switch
        {
            0 => "none",
            <= Shown => string.Join(", ", names),
            _ => $"{string.Join(", ", names[..Shown])}, and {names.Length - Shown} more",
        };
    }
}
