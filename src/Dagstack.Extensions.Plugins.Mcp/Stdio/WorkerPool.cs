using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The processes of a plugin that keeps a processor busy: each has one call at a time, and one that is lost is replaced.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
#pragma warning disable CA1001 // Its tokens have nothing to dispose.
internal sealed partial class WorkerPool
#pragma warning restore CA1001
{
    private readonly PluginId _plugin;
    private readonly Func<StdioInstance> _make;
    private readonly Action<string> _ended;
    private readonly McpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IdleWorkers _idle = new();
    private readonly Lock _gate = new();
    private readonly HashSet<PooledWorker> _workers = [];
    private readonly ConcurrentDictionary<StdioInstance, bool> _all = new();
    private readonly Undertakings _under = new();
    private readonly QuietEnd _end;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private bool _isStopped;
    private int _starting;
    private int _unused;
    private int _sections;

    /// <param name="plugin">Whose processes they are.</param>
    /// <param name="make">Makes a process, not yet started.</param>
    /// <param name="ended">Told how the last one ended, when no other is left.</param>
    /// <param name="options">How many, and when they are replaced.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logger">The plugin's logger.</param>
    public WorkerPool(PluginDescription plugin, Func<StdioInstance> make, Action<string> ended, McpOptions options, TimeProvider time, ILogger logger)
    {
        (_plugin, _make, _ended, _options, _time, _logger) = (plugin.Id, make, ended, options, time, logger);
        _end = new(plugin, time, logger);
    }

    /// <summary>Gets those that serve.</summary>
    public IReadOnlyList<PooledWorker> Workers
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers];
            }
        }
    }

    /// <summary>Starts all of them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _starting = _options.MaxProcesses;
        }

        await Task.WhenAll(Enumerable.Range(0, _options.MaxProcesses).Select(_ => AddAsync(isCounted: true, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Takes one for a call. It is to be given back, whatever comes of it.</summary>
    public async ValueTask<PooledWorker> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var worker = await _idle.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (worker.Instance.IsGone || (worker.IsStale && Replace(worker)))
            {
                continue;
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                return worker;
            }

            // It has nothing to give up.
            _idle.Give(worker);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes one back that has answered, be it with an error.</summary>
    public void GiveBack(PooledWorker worker)
    {
        worker.HasAnswered = true;
        Volatile.Write(ref _unused, 0);
        if (worker.IsStale && Replace(worker))
        {
            return;
        }

        if (FindExcess(worker) is { } excess && Replace(worker))
        {
            _logger.ProcessRenewed(excess);
        }
        else if (IsServing(worker))
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
    public void Kill(PooledWorker worker) => _under.Begin(async () => await worker.Instance.KillAsync().ConfigureAwait(false));

    /// <summary>Ends all by force, those too that are ending.</summary>
    public Task KillAsync() => Task.WhenAll(_all.Keys.Select(static instance => instance.KillAsync().AsTask()));

    /// <summary>Tells all of another section. One that does not take it is replaced: whoever takes its place has the section from the start.</summary>
    /// <returns>Whether that is all that they need.</returns>
    public async Task<bool> TellAsync()
    {
        IReadOnlyList<PooledWorker> workers;
        lock (_gate)
        {
            _sections++;
            workers = [.. _workers];
        }

        return (await Task.WhenAll(workers.Select(TellAsync)).ConfigureAwait(false)).All(static isEnough => isEnough);
    }

    /// <summary>Replaces none any more, and ends all.</summary>
    /// <param name="tryStep">Makes each step of the end of one that serves.</param>
    /// <param name="released">Told by each of those whether it has released everything.</param>
    /// <param name="cancellationToken">Cancelled when the time is over, of those too that were ending before.</param>
    public async Task StopAsync(TryStep tryStep, Action<bool> released, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static hurry => ((CancellationTokenSource)hurry!).Cancel(), _hurry).ConfigureAwait(false);
        IReadOnlyList<PooledWorker> workers;
        lock (_gate)
        {
            _isStopped = true;
            workers = [.. _workers];
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(workers.Select(worker => EndAsync(worker.Instance, tryStep, released, cancellationToken)).Append(_under.WaitAsync())).ConfigureAwait(false);
    }

    /// <summary>Ends a process. It can be killed until that is done.</summary>
    private async Task EndAsync(StdioInstance instance, TryStep tryStep, Action<bool> released, CancellationToken cancellationToken)
    {
        await instance.EndAsync(tryStep, released, cancellationToken).ConfigureAwait(false);
        _all.TryRemove(instance, out _);
    }

    /// <summary>Ends one while the plugin goes on.</summary>
    private async Task EndQuietlyAsync(StdioInstance instance)
    {
        await _end.RunAsync(instance, _hurry.Token).ConfigureAwait(false);
        _all.TryRemove(instance, out _);
    }

    /// <summary>Says what one has too much of; null for nothing.</summary>
    private string? FindExcess(PooledWorker worker) =>
        _options.MaxProcessLifetime is { } lifetime && _time.GetElapsedTime(worker.Started) > lifetime ? $"it is older than {lifetime}"
        : _options.MaxProcessMemory is { } memory && worker.Instance.ReadMemory() is { } has && has > memory ? $"it has {has:N0} bytes of memory, more than {memory:N0}"
        : null;
}
