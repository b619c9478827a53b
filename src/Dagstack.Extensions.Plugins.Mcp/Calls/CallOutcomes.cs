using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Reads outcomes of faults.</summary>
internal static class CallOutcomes
{
    /// <summary>Tells what a fault says.</summary>
    /// <param name="fault">What a call threw.</param>
    /// <param name="deadline">When its time is over.</param>
    public static CallOutcome Of(Exception fault, CancellationToken deadline) => fault switch
    {
        WireException { IsOfTransport: true } => CallOutcome.Failed,
        WireException => CallOutcome.Answered,
        OperationCanceledException when deadline.IsCancellationRequested => CallOutcome.Failed,
        _ => CallOutcome.Untold,
    };
}
