using Dagstack.Extensions.Plugins.Mcp.Session;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <content>How processes come, and others in their place.</content>
internal sealed partial class WorkerPool
{
    private async Task AddAsync(bool isCounted, CancellationToken cancellationToken)
    {
        var sections = Volatile.Read(ref _sections);
        StdioInstance? instance = null;
        try
        {
            instance = _make();
            _all[instance] = true;
            await instance.SetupAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (instance is not null)
            {
                await EndQuietlyAsync(instance).ConfigureAwait(false);
            }

            Count(isCounted);
            throw;
        }

        var worker = new PooledWorker(instance, _time.GetTimestamp());
        if (!TryAdd(worker, isCounted, sections))
        {
            await EndQuietlyAsync(instance).ConfigureAwait(false);
            return;
        }

        _ = WatchAsync(worker);
        _idle.Give(worker);
    }

    /// <summary>One start more has come to its end.</summary>
    private void Count(bool isCounted)
    {
        lock (_gate)
        {
            _starting -= isCounted ? 1 : 0;
        }
    }

    private bool TryAdd(PooledWorker worker, bool isCounted, int sections)
    {
        lock (_gate)
        {
            _starting -= isCounted ? 1 : 0;
            if (_isStopped)
            {
                return false;
            }

            _workers.Add(worker);
            if (sections != _sections)
            {
                // It was told the section of before, and not all of that can be told once more.
                _under.Begin(() => TellLateAsync(worker));
            }

            return true;
        }
    }

    private async Task TellLateAsync(PooledWorker worker)
    {
        if (!await TellAsync(worker).ConfigureAwait(false))
        {
            Retire(worker);
        }
    }

    private async Task<bool> TellAsync(PooledWorker worker)
    {
        try
        {
            return await worker.Instance.TellAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            if (!worker.Instance.IsGone)
            {
                _logger.ProcessRenewed($"it has not taken the section that is new: {ExceptionText.MessageOf(fault)}");
                Retire(worker);
            }

            return true;
        }
    }

    /// <summary>Has another one take the place of one, when the call that it may have is over.</summary>
    private void Retire(PooledWorker worker)
    {
        worker.IsStale = true;
        if (_idle.Remove(worker))
        {
            Replace(worker);
        }
    }

    /// <summary>Ends one that has no call, and starts another in its place.</summary>
    private bool Replace(PooledWorker worker)
    {
        if (!TryRemove(worker, out _))
        {
            return false;
        }

        _under.Begin(() => ReplaceAsync(TimeSpan.Zero));
        return true;
    }

    private async Task WatchAsync(PooledWorker worker)
    {
        var reason = await worker.Instance.Died.ConfigureAwait(false);
        _idle.Remove(worker);

        if (!TryRemove(worker, out var isLast))
        {
            return;
        }

        // One that dies before it has done anything may do so again. Where none does anything, the pool as a whole is tried anew, with longer and longer pauses.
        var isUsed = worker.HasAnswered || worker.IsAbandoned;
        if (!isUsed && (isLast | Interlocked.Increment(ref _unused) >= 2 * _options.MaxProcesses))
        {
            End(reason);
            return;
        }

        _logger.ProcessLost(reason);
        _under.Begin(() => ReplaceAsync(isUsed ? TimeSpan.Zero : _options.Restart.FirstDelay));
    }

    private bool IsServing(PooledWorker worker)
    {
        lock (_gate)
        {
            return _workers.Contains(worker) && !worker.Instance.IsGone;
        }
    }

    /// <summary>Takes one out and ends it, unless the pool stops, whose end is that of all that are left, or somebody else has done so. Another one counts as starting from then on.</summary>
    /// <param name="worker">The one.</param>
    /// <param name="isLast">Whether nothing else serves or starts.</param>
    private bool TryRemove(PooledWorker worker, out bool isLast)
    {
        lock (_gate)
        {
            isLast = _workers.Count + _starting == 1;
            if (_isStopped || !_workers.Remove(worker))
            {
                return false;
            }

            _starting++;
            _under.Begin(() => EndQuietlyAsync(worker.Instance));
            return true;
        }
    }

    /// <summary>Starts another one, again and again while others serve or are starting for the first time.</summary>
    private async Task ReplaceAsync(TimeSpan delay)
    {
        for (var isFirst = true; !_stop.IsCancellationRequested; isFirst = false)
        {
            try
            {
                await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
                await AddAsync(isFirst, _stop.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                var reason = ExceptionText.MessageOf(fault);
                if (IsEmpty())
                {
                    End(reason);
                    return;
                }

                _logger.ProcessLost(reason);
                delay = delay == TimeSpan.Zero ? _options.Restart.FirstDelay : delay * 2 < _options.Restart.MaxDelay ? delay * 2 : _options.Restart.MaxDelay;
            }
        }
    }

    private bool IsEmpty()
    {
        lock (_gate)
        {
            return _workers.Count + _starting == 0;
        }
    }

    /// <summary>Says that none is left, to those who wait for one too.</summary>
    private void End(string reason)
    {
        _idle.End(() => new PluginUnavailableException(_plugin, PluginState.Unavailable, reason, PluginErrorCodes.PluginUnavailable));
        _ended(reason);
    }
}
