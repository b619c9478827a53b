using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>A process that does what a test says, as no real one can be made to.</summary>
internal sealed class FakeGroup : IChildGroup
{
    private Action<ChildStatus>? _ended;

    public int Id => 1;

    public bool IsGuarded => true;

    public Stream Input => Stream.Null;

    public Stream Output => Stream.Null;

    public Stream Error { get; init; } = Stream.Null;

    /// <summary>What is said of those that are left.</summary>
    public Func<bool> Alive { get; init; } = static () => false;

    /// <summary>Why nobody can wait for its end; null if somebody can.</summary>
    public Exception? Unwatchable { get; init; }

    /// <summary>The signals that it got, and what else was done to it.</summary>
    public ConcurrentQueue<string> Steps { get; } = new();

    public void WhenEnded(Action<ChildStatus> ended) => _ended = Unwatchable is null ? ended : throw Unwatchable;

    public void End(int exitCode) => _ended!(new ChildStatus(exitCode, null));

    public void Signal(bool kill) => Steps.Enqueue(kill ? "kill" : "term");

    public bool IsAlive() => Alive();

    public bool HasEnded() => !Alive();

    public void Release() => Steps.Enqueue("release");

    public void Abandon() => Steps.Enqueue("abandon");

    public void Dispose() => Steps.Enqueue("dispose");
}
