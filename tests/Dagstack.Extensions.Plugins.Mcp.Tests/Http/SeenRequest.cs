using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a server was sent.</summary>
internal sealed record SeenRequest(string Method, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The method of the message; null for none.</summary>
    public string? Message => Body.Length == 0 ? null : (string?)JsonNode.Parse(Body)!["method"];

    /// <summary>The tool that is called; null for none.</summary>
    public string? Tool => Body.Length == 0 ? null : (string?)JsonNode.Parse(Body)!["params"]?["name"];
}
