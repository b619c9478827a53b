namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>How a process ended: by itself, by a signal, or nobody knows.</summary>
internal readonly record struct ChildStatus(int? ExitCode, int? Signal)
{
    /// <summary>Reads what <c>waitpid</c> gives.</summary>
    public static ChildStatus OfWait(int status) => (status & 0x7f) == 0 ? new ChildStatus((status >> 8) & 0xff, null) : new ChildStatus(null, status & 0x7f);
}
