using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What goes into <c>_meta</c> of one call. An instance is for one call only.</summary>
internal sealed class WireMeta
{
    private JsonObject? _values = [];

    /// <summary>Sets a value.</summary>
    public WireMeta With(string name, JsonNode? value)
    {
        Values[name] = value;
        return this;
    }

    private JsonObject Values => _values ?? throw new InvalidOperationException("This WireMeta went with a call before. Make one for each call.");

    internal JsonObject Take()
    {
        var values = Values;
        _values = null;
        return values;
    }
}
