using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What goes with a call besides its arguments: the trace that it belongs to, and what its caller says.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal static class CallMeta
{
    /// <summary>Makes it; null if there is nothing to say.</summary>
    public static WireMeta? Of(RemoteCall call)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        if (activity is null && call.Metadata.Count == 0)
        {
            return null;
        }

        var meta = new WireMeta();
        if (activity?.Id is { } parent)
        {
            meta.With(ReservedTools.TraceParent, parent);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                meta.With(ReservedTools.TraceState, state);
            }
        }

        var metadata = MapOf(call.Metadata);
        if (activity?.Id is { } id && !metadata.ContainsKey(CallMetadata.TraceContext))
        {
            metadata[CallMetadata.TraceContext] = id;
        }

        return meta.With(ReservedTools.Metadata, metadata);
    }

    private static JsonObject MapOf(IEnumerable<KeyValuePair<string, object?>> map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map)
        {
            json[key] = NodeOf(value);
        }

        return json;
    }

    // Metadata has nothing but these: see CallMetadata.
    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        Guid id => JsonValue.Create(id),
        DateTimeOffset time => JsonValue.Create(time),
        double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        // Text, as all of the contract's decimals.
        decimal number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        IReadOnlyDictionary<string, object?> map => MapOf(map),
        IReadOnlyList<object?> list => new JsonArray([.. list.Select(NodeOf)]),
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };
}
