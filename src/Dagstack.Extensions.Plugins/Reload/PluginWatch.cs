using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Looks for changes of plugins' files, and has them taken over once each has settled.</summary>
/// <remarks>What the system tells only makes it look sooner. It looks at all roots each time, as long as anything has not settled.</remarks>
#pragma warning disable CA1001 // It lives as long as its host, and neither the signal nor the tokens have anything to dispose.
internal sealed class PluginWatch
#pragma warning restore CA1001
{
    private readonly PluginWatchOptions _options;
    private readonly PluginDiscovery _discovery;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private readonly SettledChanges _changes;
    private CancellationTokenSource? _running;
    private Task _last = Task.CompletedTask;

    public PluginWatch(PluginWatchOptions options, PluginDiscovery discovery, ICodeFiles code, PluginCatalog catalog, Func<IReadOnlyList<PluginChange>, Action<PluginChange>, CancellationToken, Task> apply, TimeProvider time, ILogger logger)
    {
        (_options, _discovery, _time, _logger) = (options, discovery, time, logger);
        _changes = new(options.StableWindow, discovery, catalog, new(folder => catalog.OfFolder(folder)?.Definition.Code ?? code), apply, _signal.Set, time, logger);
        _changes.AcceptFound();
    }

    /// <summary>Begins, unless it has begun.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_running is null)
            {
                _running = new();

                // Before anybody can change anything that is not seen.
                var system = new FolderWatch(Tell, _options.RescanInterval, _time, _logger);
                Arm(system);
                _last = RunAsync(_last, system, _running.Token);
            }
        }
    }

    /// <summary>Ends the looking, and what is being taken over.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running = null;
        }
    }

    private void Arm(FolderWatch system)
    {
        if (!_options.UsePolling)
        {
            system.Arm(_discovery.CurrentRoots());
        }
    }

    private async Task RunAsync(Task before, FolderWatch system, CancellationToken cancellationToken)
    {
        // One that was stopped may still be looking.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var watching = system;
        _changes.AcceptRunning();
        var isPending = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(isPending, cancellationToken).ConfigureAwait(false);
                Arm(system);
                isPending = _changes.Look(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is, the next look may go better, and without one no change would ever be seen again.
                _logger.WatchProblem(ExceptionText.Full(fault));
                isPending = false;
            }
        }
    }

    /// <summary>Waits for the system to tell of something; while something has not settled, a part of the window.</summary>
    private async Task WaitAsync(bool isPending, CancellationToken cancellationToken)
    {
        if (isPending)
        {
            await Task.Delay(_options.StableWindow / 4, _time, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var due = PluginDeadline.Start(_options.RescanInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        try
        {
            await _signal.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look anyway.
        }
    }

    private void Tell(string? path)
    {
        if (path is not null)
        {
            _changes.Tell(path);
        }

        _signal.Set();
    }
}
