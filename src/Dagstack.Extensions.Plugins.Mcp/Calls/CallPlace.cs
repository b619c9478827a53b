namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>The place of one call among those that are under way. It is left exactly once.</summary>
internal readonly struct CallPlace(CallGate gate, TaskCompletionSource<bool>? probe)
{
    /// <summary>Leaves it.</summary>
    /// <param name="isFailure">Whether the transport has failed, or the time was over.</param>
    public void Leave(bool isFailure) => gate.Leave(probe, isFailure);
}
