using System.Collections.Concurrent;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>The tools of a server over HTTP whose arguments are said once more in headers: from 2026-07-28 on a schema may name one for an argument.</summary>
/// <remarks>The SDK writes the headers of the tools that it is told of. It would be told by its own way to list tools, which is not ours.</remarks>
/// <param name="client">The SDK's client.</param>
/// <param name="told">Takes secrets out of what a server says.</param>
internal sealed class ToolHeaders(McpClient client, Func<string, string> told)
{
    /// <summary>The keyword that names the header of an argument.</summary>
    public const string Keyword = "x-mcp-header";

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Takes a tool of the list that is read.</summary>
    /// <returns>Why it may not be called; null if it may.</returns>
    public string? Take(WireTool tool)
    {
        if (!NamesOne(tool))
        {
            return null;
        }

        try
        {
            client.AddKnownTools([new Tool { Name = tool.Name, InputSchema = tool.InputSchema }]);
            _told[tool.Name] = true;
            return null;
        }
        catch (ArgumentException refused)
        {
            return $"the tool '{Excerpt.Of(told(tool.Name))}' is left out, since the protocol does not allow what its schema says by '{Keyword}': {Excerpt.Cut(told(ReasonIn(refused, tool.Name)), 200)} Correct the schema, or remove the keyword.";
        }
    }

    /// <summary>Forgets the tools that a list does not have any more.</summary>
    public void Keep(IReadOnlyDictionary<string, WireTool> tools)
    {
        string[] gone = [.. _told.Keys.Where(name => !tools.TryGetValue(name, out var tool) || !NamesOne(tool))];
        client.RemoveKnownTools(gone);
        foreach (var name in gone)
        {
            _told.TryRemove(name, out _);
        }
    }

    private static bool NamesOne(WireTool tool) => tool.InputSchema.GetRawText().Contains(Keyword, StringComparison.Ordinal);

    /// <summary>The reason in what the SDK says, after the name of the tool that it repeats.</summary>
    private static string ReasonIn(ArgumentException refused, string tool)
    {
        var text = refused.Message;
        var start = $"Tool '{tool}': ";
        var from = text.IndexOf(start, StringComparison.Ordinal);
        var to = text.LastIndexOf(" (Parameter", StringComparison.Ordinal);
        return text[(from < 0 ? 0 : from + start.Length)..(to < from ? text.Length : to)];
    }
}
