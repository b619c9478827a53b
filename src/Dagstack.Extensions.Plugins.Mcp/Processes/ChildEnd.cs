using System.Globalization;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>How a child ended, and what it wrote last.</summary>
internal sealed class ChildEnd(ChildStatus status, bool wasEndedByHost, IReadOnlyList<string> lastLines)
{
    /// <summary>The exit code; null if a signal ended it, or if it is not known.</summary>
    public int? ExitCode => status.ExitCode;

    /// <summary>The name of the signal that ended it, such as <c>SIGKILL</c>; else null.</summary>
    public string? Signal { get; } = status.Signal is { } signal ? ChildSignals.NameOf(signal) : null;

    /// <summary>Whether it got SIGTERM or SIGKILL from the host before it ended.</summary>
    public bool WasEndedByHost => wasEndedByHost;

    /// <summary>The last lines of its error output, fit for a message: at most 20, and 4 KiB of text.</summary>
    public IReadOnlyList<string> LastLines => lastLines;

    /// <summary>All of it as the end of a sentence, without a full stop.</summary>
    public string Text => lastLines switch
    {
        [] => How,
        [var line] => $"{How}; it wrote last: {line}",
        _ => $"{How}; it wrote last:\n- {string.Join("\n- ", lastLines)}",
    };

    private string How => (Signal, ExitCode, wasEndedByHost) switch
    {
        ({ } signal, _, true) => $"its process was ended by the host ({signal})",
        ({ } signal, _, _) => $"its process was ended by {signal}",
        (_, { } code, true) => $"its process has ended with exit code {Show(code)}, after the host had told it to",
        (_, { } code, _) => $"its process has ended with exit code {Show(code)}",
        _ => "its process has ended; its exit code was taken by another part of the host, as .NET does in process 1 of a container (start that with an init, such as docker run --init)",
    };

    public override string ToString() => Text;

    // Windows: what the system ends a process with.
    private static string Show(int code) => code < 0 ? $"0x{code:X8}" : code.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same end, when more of what it wrote has been read.</summary>
    public ChildEnd With(IReadOnlyList<string> lines) => new(status, wasEndedByHost, lines);
}
