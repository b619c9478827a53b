namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>How lines are carried.</summary>
internal sealed class LineSettings
{
    /// <summary>Gets how many bytes a message may have, in either direction.</summary>
    /// <value>64 MiB by default.</value>
    public int MaxMessageBytes { get; init; } = WireLimits.MaxMessageBytes;

    /// <summary>Gets how long answers that a server wrote before it went may take to arrive.</summary>
    /// <value>50 ms by default: what is in a pipe is there at once, and a grandchild may hold it open for ever.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets what is told of lines that are no messages, and of messages that nobody asked for. It must not wait.</summary>
    public Action<WireReport> Report { get; init; } = static _ => { };

    /// <summary>Gets what takes secrets out of what is told of the server; null for nothing.</summary>
    public Func<string, string>? Mask { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
