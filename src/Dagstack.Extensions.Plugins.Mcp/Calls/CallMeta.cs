using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What goes with a call besides its arguments: the trace that it belongs to, and what its caller says.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal static class CallMeta
{
    /// <summary>Makes it; null if there is nothing to say.</summary>
    /// <param name="given">What the caller has said about the call.</param>
    /// <param name="unit">The unit of work that it is for; null for none.</param>
    /// <param name="toHost">Whether the server is another host, which need not write what is not read.</param>
    public static WireMeta? Of(IReadOnlyDictionary<string, object?> given, UnitSinks? unit, bool toHost)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        var metadata = PlainJson.MapOf(given);
        if (unit is null)
        {
            // It is that of another plugin, of whose unit this one knows nothing.
            metadata.Remove(CallMetadata.UnitId);
        }

        if (activity is null && metadata.Count == 0)
        {
            return toHost ? WithoutText(new()) : null;
        }

        var meta = toHost ? WithoutText(new()) : new WireMeta();
        if (activity?.Id is { } parent)
        {
            meta.With(ReservedTools.TraceParent, parent);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                meta.With(ReservedTools.TraceState, state);
            }
        }

        if (activity?.Id is { } id && !metadata.ContainsKey(CallMetadata.TraceContext))
        {
            metadata[CallMetadata.TraceContext] = id;
        }

        if (unit is not null)
        {
            meta.With(ReservedTools.UnitMeta, unit.Describe());
        }

        return meta.With(ReservedTools.Metadata, metadata);
    }

    private static WireMeta WithoutText(WireMeta meta) => meta.With(ReservedTools.WithoutText, true);
}
