using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The processes of a plugin that keeps a processor busy: each has one call at a time, and one that is lost is replaced.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
#pragma warning disable CA1001 // Its token has nothing to dispose.
internal sealed class WorkerPool
#pragma warning restore CA1001
{
    private readonly PluginId _plugin;
    private readonly Func<StdioInstance> _make;
    private readonly Action<string> _ended;
    private readonly McpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IdleWorkers _idle = new();
    private readonly ConcurrentDictionary<PooledWorker, bool> _workers = new();
    private readonly ConcurrentDictionary<Task, bool> _under = new();
    private readonly CancellationTokenSource _stop = new();

    /// <param name="plugin">Whose processes they are.</param>
    /// <param name="make">Makes a process, not yet started.</param>
    /// <param name="ended">Told how the last one ended, when no other is left.</param>
    /// <param name="options">How many, and when they are replaced.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logger">The plugin's logger.</param>
    public WorkerPool(PluginId plugin, Func<StdioInstance> make, Action<string> ended, McpOptions options, TimeProvider time, ILogger logger) =>
        (_plugin, _make, _ended, _options, _time, _logger) = (plugin, make, ended, options, time, logger);

    /// <summary>Gets those that serve.</summary>
    public IReadOnlyList<PooledWorker> Workers => [.. _workers.Keys];

    /// <summary>Starts all of them.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, _options.MaxProcesses).Select(_ => AddAsync(cancellationToken)));

    /// <summary>Takes one for a call. It is to be given back, whatever comes of it.</summary>
    public async ValueTask<PooledWorker> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var worker = await _idle.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (!worker.Instance.IsGone)
            {
                return worker;
            }
        }
    }

    /// <summary>Takes one back that has answered, be it with an error.</summary>
    public void GiveBack(PooledWorker worker)
    {
        worker.HasAnswered = true;
        if (!_stop.IsCancellationRequested && FindExcess(worker) is { } excess && _workers.TryRemove(worker, out _))
        {
            _logger.ProcessRenewed(excess);
            Begin(() => EndAsync(worker));
            Begin(() => ReplaceAsync(TimeSpan.Zero));
        }
        else if (!worker.Instance.IsGone)
        {
            _idle.Give(worker);
        }
    }

    /// <summary>Ends one whose call nobody waits for any more: it may be busy with it for ever.</summary>
    public void Abandon(PooledWorker worker)
    {
        worker.IsAbandoned = true;
        Kill(worker);
    }

    /// <summary>Ends one that has died, or is of no use.</summary>
    public void Kill(PooledWorker worker) =>
        Begin(async () => await worker.Instance.KillAsync().ConfigureAwait(false));

    /// <summary>Replaces none any more, and waits for what was begun.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        while (!_under.IsEmpty)
        {
            await Task.WhenAll(_under.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends one quietly: what is wrong with its end is logged.</summary>
    private async Task EndAsync(PooledWorker worker) => await worker.Instance.EndAsync(
        async (what, step) =>
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                _logger.ProcessEndFailed($"{what} threw {ExceptionText.Of(fault)}");
            }
        },
        static _ => { },
        _stop.Token).ConfigureAwait(false);

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        var instance = _make();
        try
        {
            await instance.SetupAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync(new(instance, 0)).ConfigureAwait(false);
            throw;
        }

        var worker = new PooledWorker(instance, _time.GetTimestamp());
        _workers[worker] = true;
        _ = WatchAsync(worker);
        _idle.Give(worker);
    }

    private async Task WatchAsync(PooledWorker worker)
    {
        var reason = await worker.Instance.Died.ConfigureAwait(false);
        _idle.Remove(worker);
        if (!_workers.TryRemove(worker, out _) || _stop.IsCancellationRequested)
        {
            return;
        }

        Begin(() => EndAsync(worker));
        if (worker.HasAnswered || worker.IsAbandoned)
        {
            _logger.ProcessLost(reason);
            Begin(() => ReplaceAsync(TimeSpan.Zero));
        }
        else if (_workers.IsEmpty)
        {
            End(reason);
        }
        else
        {
            _logger.ProcessLost(reason);
            Begin(() => ReplaceAsync(_options.Restart.FirstDelay));
        }
    }

    /// <summary>Starts another one, again and again while others serve.</summary>
    private async Task ReplaceAsync(TimeSpan delay)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
                await AddAsync(_stop.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (_workers.IsEmpty)
            {
                End(ExceptionText.MessageOf(fault));
                return;
            }
            catch (Exception fault)
            {
                _logger.ProcessLost(ExceptionText.MessageOf(fault));
                delay = delay == TimeSpan.Zero ? _options.Restart.FirstDelay : delay * 2 < _options.Restart.MaxDelay ? delay * 2 : _options.Restart.MaxDelay;
            }
        }
    }

    /// <summary>Says that none is left, to those who wait for one too.</summary>
    private void End(string reason)
    {
        _idle.End(() => new PluginUnavailableException(_plugin, PluginState.Unavailable, reason, PluginErrorCodes.PluginUnavailable));
        _ended(reason);
    }

    /// <summary>Says what one has too much of; null for nothing.</summary>
    private string? FindExcess(PooledWorker worker) =>
        _options.MaxProcessLifetime is { } lifetime && _time.GetElapsedTime(worker.Started) > lifetime ? $"it is older than {lifetime}"
        : _options.MaxProcessMemory is { } memory && worker.Instance.ReadMemory() is { } has && has > memory ? $"it has {has:N0} bytes of memory, more than {memory:N0}"
        : null;

    private void Begin(Func<Task> run)
    {
        var task = Task.Run(run);
        _under[task] = true;
        _ = task.ContinueWith(static (done, under) => ((ConcurrentDictionary<Task, bool>)under!).TryRemove(done, out _), _under, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
