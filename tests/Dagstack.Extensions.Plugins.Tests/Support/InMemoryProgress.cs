using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Progress that is kept as long as the process runs.</summary>
internal sealed class InMemoryProgress(TimeProvider time) : PluginProgress(time)
{
    private readonly ConcurrentQueue<ProgressReport> _reports = new();
    private readonly ConcurrentQueue<ProgressEvent> _events = new();

    /// <summary>Gets what was reported so far, in order.</summary>
    public IReadOnlyList<ProgressReport> Reports => [.. _reports];

    /// <summary>Gets the events so far, in order.</summary>
    public IReadOnlyList<ProgressEvent> Events => [.. _events];

    protected override void ReportCore(ProgressReport report) => _reports.Enqueue(report);

    protected override void EventCore(ProgressEvent progressEvent) => _events.Enqueue(progressEvent);
}
