using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads the list of tools, page by page.</summary>
/// <param name="connection">The connection.</param>
/// <param name="options">What is told.</param>
/// <param name="headers">Told of tools whose arguments go into headers; null where there are none.</param>
internal sealed class ToolLister(McpConnection connection, McpConnectionOptions options, ToolHeaders? headers)
{
    /// <summary>How often a list that changes all the time is read. Whoever has the last one is told that it is another.</summary>
    private const int MaxReadings = 5;

    private long _version;

    /// <summary>Says that the list is another from now on.</summary>
    public void Invalidate()
    {
        Interlocked.Increment(ref _version);
        options.ToolsChanged?.Invoke();
    }

    /// <inheritdoc cref="McpConnection.ListToolsAsync"/>
    public async Task<IReadOnlyList<WireTool>> ListAsync(CancellationToken cancellationToken)
    {
        for (var reading = 1; ; reading++)
        {
            var version = Interlocked.Read(ref _version);
            var tools = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (version == Interlocked.Read(ref _version) || reading == MaxReadings)
            {
                return tools;
            }
        }
    }

    private async Task<IReadOnlyList<WireTool>> ReadAsync(CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, WireTool>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        var count = 0;
        var bytes = 0L;
        do
        {
            using var page = await connection.RequestAsync(WireKeys.ListTools, cursor is null ? [] : new() { ["cursor"] = cursor }, cancellationToken).ConfigureAwait(false);
            using var document = JsonText.Parse(page.Json);
            var listed = ListedIn(document.RootElement);
            count += listed.GetArrayLength();
            bytes += page.Json.Length;
            if (count > options.MaxTools)
            {
                throw new WireException(WireFault.TooLong, $"The server lists {count:N0} tools and more, and may list {options.MaxTools:N0}. Let it serve fewer: by a setting of its own, or as several plugins.");
            }

            if (bytes > options.MaxToolBytes)
            {
                throw new WireException(WireFault.TooLong, $"The list of tools has {bytes:N0} bytes and more in {seen.Count + 1:N0} pages, and may have {options.MaxToolBytes:N0}. Let the server serve fewer tools, or shorten their descriptions and schemas.");
            }

            foreach (var tool in listed.EnumerateArray())
            {
                Add(tools, tool);
            }

            cursor = JsonText.Find(document.RootElement, "nextCursor");
            if (cursor is not null && !seen.Add(cursor))
            {
                throw new WireException(WireFault.Nonsense, $"The list of tools has no end: after {seen.Count:N0} pages with {count:N0} tools the server gave the cursor '{Excerpt.Of(options.Told(cursor))}' again. Each page has to have a cursor of its own, and the last one none.");
            }

            if (seen.Count >= options.MaxToolPages && cursor is not null)
            {
                throw new WireException(WireFault.TooLong, $"The list of tools has more than {seen.Count:N0} pages, with {count:N0} tools so far, and may have {options.MaxToolPages:N0}. Let the server put more tools on a page, or serve fewer.");
            }
        }
        while (cursor is not null);

        headers?.Keep(tools);
        return [.. tools.Values];
    }

    private JsonElement ListedIn(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("tools", out var listed) && listed.ValueKind == JsonValueKind.Array
            ? listed
            : throw new WireException(WireFault.Nonsense, $"A list of tools is an object with 'tools', an array, and the server answered: {Excerpt.Cut(options.Told(page.GetRawText()), 200)}");

    private void Add(Dictionary<string, WireTool> tools, JsonElement tool)
    {
        if (JsonText.Find(tool, "name") is not { Length: > 0 } text)
        {
            options.Report?.Invoke(new(WireReportKind.Unusable, $"a tool without a name: {Excerpt.Cut(options.Told(tool.GetRawText()), 200)}"));
            return;
        }

        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            options.Report?.Invoke(new(WireReportKind.Unusable, $"a tool whose name has half of a pair of characters, by which it cannot be called: {Excerpt.Cut(options.Told(tool.GetRawText()), 200)}"));
            return;
        }

        var listed = new WireTool
        {
            Name = text,
            Description = JsonText.Find(tool, "description"),
            InputSchema = ObjectIn(tool, "inputSchema") ?? JsonElement.Parse("{\"type\":\"object\"}"),
            OutputSchema = ObjectIn(tool, "outputSchema"),
            Meta = ObjectIn(tool, WireKeys.Meta),
        };
        var problem = tools.ContainsKey(text) ? $"the tool '{Excerpt.Of(options.Told(text))}' is listed twice; the first one counts"
            : connection.Era == ProtocolEra.Discovery ? headers?.Take(listed)
            : null;
        if (problem is not null)
        {
            options.Report?.Invoke(new(WireReportKind.Unusable, problem));
            return;
        }

        tools.Add(text, listed);
    }

    private static JsonElement? ObjectIn(JsonElement tool, string name) =>
        tool.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.Clone() : null;
}
