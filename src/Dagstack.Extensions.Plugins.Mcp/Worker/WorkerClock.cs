namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The resource <c>clock</c> of a process of its own: the system's. Nothing of the host's is carried.</summary>
internal sealed class WorkerClock : Clock;
