namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>The place of one call among those that are under way. It is left exactly once.</summary>
internal readonly struct CallPlace(CallGate gate, TaskCompletionSource<bool>? probe)
{
    /// <summary>Leaves it.</summary>
    /// <param name="outcome">What it says of the way to the server.</param>
    public void Leave(CallOutcome outcome) => gate.Leave(probe, outcome);
}
