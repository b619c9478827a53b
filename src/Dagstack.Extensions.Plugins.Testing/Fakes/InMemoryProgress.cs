using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A sink of progress for tests, which keeps what was reported.</summary>
/// <remarks>All members may be used by several threads. See §4 of the plugin contract.</remarks>
/// <param name="time">Gives each report its time, such as a <see cref="FrozenClock"/>.</param>
public sealed class InMemoryProgress(TimeProvider time) : PluginProgress(time)
{
    private readonly ConcurrentQueue<ProgressReport> _reports = new();
    private readonly ConcurrentQueue<ProgressEvent> _events = new();

    /// <summary>Gets what was reported so far, in order.</summary>
    public IReadOnlyList<ProgressReport> Reports => [.. _reports];

    /// <summary>Gets the events so far, in order.</summary>
    public IReadOnlyList<ProgressEvent> Events => [.. _events];

    /// <inheritdoc/>
    protected override void ReportCore(ProgressReport report) => _reports.Enqueue(report);

    /// <inheritdoc/>
    protected override void EventCore(ProgressEvent progressEvent) => _events.Enqueue(progressEvent);
}
