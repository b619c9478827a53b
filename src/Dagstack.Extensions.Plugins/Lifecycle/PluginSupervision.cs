using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What looks after plugins between their start and their stop: health, retries of those that failed, and how long calls take.</summary>
internal sealed class PluginSupervision(
    Func<IReadOnlyList<PluginEntry>> entries,
    PluginSlots slots,
    HealthSettings health,
    RetrySettings? retry,
    Func<PluginEntry, bool> hasWaited,
    Func<PluginEntry, CancellationToken, Task> start,
    TimeProvider time,
    ILogger logger)
{
    private readonly Lock _changing = new();
    private HealthPoller? _poller;
    private PluginRetries? _retries;
    private CallSampler? _sampler;

    /// <summary>Tells whether a plugin has failed and another start may help.</summary>
    public static bool CanRetry(PluginEntry entry) => entry.Status.State == PluginState.Unavailable && !entry.IsOut;

    /// <summary>Tells whether a plugin has failed to start. One whose health failed is asked again anyway, and comes back by itself.</summary>
    public static bool HasFailed(PluginEntry entry) => CanRetry(entry) && entry.Activation is null;

    /// <summary>Begins what has not begun.</summary>
    public void Start()
    {
        lock (_changing)
        {
            _poller ??= new(entries, slots, health, time, logger);
            _poller.Start();
            _sampler ??= new(entries, time);
            _sampler.Start();
            if (retry is not null && _retries is null)
            {
                _retries = new(retry, entries, hasWaited, start, time, logger);
                _retries.Start();
            }
        }
    }

    /// <summary>Says that the state of a plugin has changed. It neither blocks nor calls anybody.</summary>
    public void Notice() => Volatile.Read(ref _retries)?.Notice();

    public void Stop()
    {
        lock (_changing)
        {
            _poller?.Stop();
            _retries?.Stop();
            _sampler?.Stop();
            (_poller, _retries, _sampler) = (null, null, null);
        }
    }
}
