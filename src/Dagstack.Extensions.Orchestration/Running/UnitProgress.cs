using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Keeps what a unit says of how far it has come until it is written. It may be told from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="changed">Is told when there is something to be written, once until that was taken.</param>
internal sealed class UnitProgress(TimeProvider time, Action changed) : PluginProgress(time)
{
    private readonly Lock _lock = new();
    private ProgressReport? _report;
    private ProgressEvent? _event;
    private long _events;
    private bool _isNew;

    /// <summary>Takes what is to be written.</summary>
    /// <returns>JSON; null if nothing is new.</returns>
    public byte[]? Take()
    {
        lock (_lock)
        {
            if (!_isNew)
            {
                return null;
            }

            _isNew = false;
            return ProgressJson.Write(_report, _event, _events);
        }
    }

    /// <inheritdoc/>
    protected override void ReportCore(ProgressReport report)
    {
        lock (_lock)
        {
            _report = report;
            if (_isNew)
            {
                return;
            }

            _isNew = true;
        }

        changed();
    }

    /// <inheritdoc/>
    protected override void EventCore(ProgressEvent progressEvent)
    {
        lock (_lock)
        {
            _event = progressEvent;
            _events++;
            if (_isNew)
            {
                return;
            }

            _isNew = true;
        }

        changed();
    }
}
