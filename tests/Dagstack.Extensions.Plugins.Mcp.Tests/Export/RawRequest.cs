using System.Net.Http.Headers;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Requests of revision 2026-07-28, written as no client of the SDK would.</summary>
internal static class RawRequest
{
    private const string Meta = """
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}
        """;

    /// <summary>Makes a request.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Members of the parameters, as JSON.</param>
    /// <param name="meta">More members of <c>_meta</c>, as JSON.</param>
    /// <param name="tool">The tool that is called.</param>
    public static HttpRequestMessage Make(Uri url, string method, string parameters, string? meta = null, string? tool = null)
    {
        var all = meta is null ? Meta : $"{Meta},{meta}";
        var body = $$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{ {{{parameters}}}, "_meta":{ {{{all}}} } } }""";
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", ExportHostProgram.New);
        request.Headers.Add("Mcp-Method", method);
        if (tool is not null)
        {
            request.Headers.Add("Mcp-Name", tool);
        }

        return request;
    }

    /// <summary>Reads messages until one has a text.</summary>
    public static async Task<string> ReadAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line[line.IndexOf('{', StringComparison.Ordinal)..];
            }
        }

        throw new InvalidOperationException($"The answer ended without '{text}'.");
    }
}
