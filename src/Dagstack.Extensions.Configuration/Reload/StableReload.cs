using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Offers files to the engine when they have changed and then stayed as they are for a while, or when they never do.</summary>
internal sealed class StableReload : IDisposable
{
    /// <summary>After how many windows files are taken as they are, though they go on changing.</summary>
    private const int MaxWindows = 20;

    private readonly ConfigLoader _loader;
    private readonly ConfigEngine _engine;
    private readonly TimeSpan _window;
    private readonly ITimer _timer;
    private readonly ITimer? _poll;
    private readonly FolderWatch? _folders;
    private readonly Lock _gate = new();
    private IReadOnlyList<LayerContent>? _seen;
    private string? _failure;
    private int _windows;
    private bool _isDue;
    private bool _isReading;
    private bool _isDisposed;

    public StableReload(ConfigLoader loader, ReloadOptions options, ConfigEngine engine)
    {
        (_loader, _engine, _window) = (loader, engine, options.StableWindow);
        _timer = options.TimeProvider.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (options.PollInterval is { } interval)
        {
            _poll = options.TimeProvider.CreateTimer(_ => Signal(), null, interval, interval);
        }

        if (options.ReloadOnChange)
        {
            _folders = new(loader.Layers, options.TimeProvider, engine, Signal);
            _folders.Arm();
        }

        // What has changed between the first reading and the first watch.
        Signal();
    }

    /// <summary>Says that something may have changed. Many signals in one window are one, and do not make it longer.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            if (!_isDue && !_isReading && !_isDisposed)
            {
                _timer.Change(_window, Timeout.InfiniteTimeSpan);
            }

            _isDue = true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _folders?.Dispose();
        _poll?.Dispose();
        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isReading || _isDisposed)
            {
                return;
            }

            (_isReading, _isDue) = (true, false);
        }

        var isDone = false;
        try
        {
            isDone = Read();
            _failure = null;
        }
        catch (Exception exception)
        {
            // Nobody is above this on a timer's thread. It is tried again, and said once.
            if (_failure != exception.Message)
            {
                _failure = exception.Message;
                _engine.Say(logger => logger.LookFailed(exception));
            }
        }
        finally
        {
            lock (_gate)
            {
                _isReading = false;
                if (!_isDisposed && (_isDue || !isDone))
                {
                    _isDue = true;
                    _timer.Change(_window, Timeout.InfiniteTimeSpan);
                }
            }
        }

        // Whoever does not return holds up a thread, and not the next look.
        _engine.Tell();
    }

    /// <summary>Reads the files, and offers them if they are as they were a window ago.</summary>
    /// <returns>Whether they were offered.</returns>
    private bool Read()
    {
        _folders?.Arm();
        var contents = _loader.ReadFiles();
        var isStable = _seen is not null && LayerContent.AreSame(contents, _seen);
        _seen = contents;
        if (!isStable && ++_windows < MaxWindows)
        {
            return false;
        }

        _windows = 0;
        _engine.Offer(contents);
        return true;
    }
}
