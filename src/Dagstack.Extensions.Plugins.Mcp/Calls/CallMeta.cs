using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What goes with a call besides its arguments: the trace that it belongs to, and what its caller says.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal static class CallMeta
{
    /// <summary>Makes it; null if there is nothing to say.</summary>
    /// <param name="call">The call.</param>
    /// <param name="toHost">Whether the server is another host, which need not write what is not read.</param>
    public static WireMeta? Of(RemoteCall call, bool toHost)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        if (activity is null && call.Metadata.Count == 0)
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

        var metadata = PlainJson.MapOf(call.Metadata);
        if (activity?.Id is { } id && !metadata.ContainsKey(CallMetadata.TraceContext))
        {
            metadata[CallMetadata.TraceContext] = id;
        }

        return meta.With(ReservedTools.Metadata, metadata);
    }

    private static WireMeta WithoutText(WireMeta meta) => meta.With(ReservedTools.WithoutText, true);
}
