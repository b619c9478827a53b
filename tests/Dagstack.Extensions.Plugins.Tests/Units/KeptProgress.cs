using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>Progress that a test looks at.</summary>
internal sealed class KeptProgress() : PluginProgress(TimeProvider.System)
{
    private readonly ConcurrentQueue<string?> _said = new();

    /// <summary>Gets the messages of reports and the types of events.</summary>
    public IReadOnlyList<string?> Said => [.. _said];

    protected override void EventCore(ProgressEvent progressEvent) => _said.Enqueue(progressEvent.Type);

    protected override void ReportCore(ProgressReport report) => _said.Enqueue(report.Message);
}
