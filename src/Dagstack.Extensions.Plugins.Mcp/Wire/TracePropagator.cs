using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Sends the trace of a request by <c>traceparent</c> and <c>tracestate</c>, and nothing else: baggage is the application's own.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal sealed class TracePropagator : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    public override IReadOnlyCollection<string> Fields { get; } = [TraceParent, TraceState];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id } && setter is not null)
        {
            setter(carrier, TraceParent, id);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                setter(carrier, TraceState, state);
            }
        }
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
