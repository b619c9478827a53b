using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Progress that is kept as long as the process runs.</summary>
internal sealed class InMemoryProgress(TimeProvider time) : PluginProgress(time)
{
    private readonly ConcurrentQueue<ProgressReport> _reports = new();

    /// <summary>Gets what was reported so far, in order.</summary>
    public IReadOnlyList<ProgressReport> Reports => [.. _reports];

    protected override void ReportCore(ProgressReport report) => _reports.Enqueue(report);
}
