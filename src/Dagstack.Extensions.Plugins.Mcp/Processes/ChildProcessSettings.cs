namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>How a child is looked after.</summary>
internal sealed class ChildProcessSettings
{
    /// <summary>Gets each line of the error output, cut at 16 KiB, one after another on a thread of its own. It may block or throw; of more than 1,000 lines that wait the oldest are dropped.</summary>
    public Action<string>? ErrorLine { get; init; }

    /// <summary>Gets what takes secrets out of lines of the error output, each of which may be a piece of a longer one; null for nothing.</summary>
    public Func<string, string>? Mask { get; init; }

    /// <summary>What waits for ends: one for all children of an owner, since each has a thread.</summary>
    public required ChildWatch Watch { get; init; }

    /// <summary>The clock of waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
