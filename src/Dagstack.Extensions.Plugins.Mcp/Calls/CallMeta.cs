using System.Diagnostics;
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

        var metadata = PlainJson.MapOf(call.Metadata);
        if (activity?.Id is { } id && !metadata.ContainsKey(CallMetadata.TraceContext))
        {
            metadata[CallMetadata.TraceContext] = id;
        }

        return meta.With(ReservedTools.Metadata, metadata);
    }
}
