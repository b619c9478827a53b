using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Offers files to the engine when they have changed and then stayed as they are for a while.</summary>
internal sealed class StableReload : IDisposable
{
    private readonly ConfigLoader _loader;
    private readonly ConfigEngine _engine;
    private readonly TimeSpan _window;
    private readonly ITimer _timer;
    private readonly ITimer? _poll;
    private readonly FolderWatch? _folders;
    private readonly Lock _gate = new();
    private IReadOnlyList<LayerContent>? _seen;
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

    /// <summary>Says that something may have changed. Many signals in one window are one.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            _isDue = true;
            if (!_isReading && !_isDisposed)
            {
                _timer.Change(_window, Timeout.InfiniteTimeSpan);
            }
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

        var isStable = false;
        try
        {
            _folders?.Arm();
            var contents = _loader.ReadFiles();
            isStable = _seen is not null && contents.Zip(_seen).All(static pair => pair.First.IsSameAs(pair.Second));
            _seen = contents;
            if (isStable)
            {
                _engine.Offer(contents);
            }
        }
        finally
        {
            lock (_gate)
            {
                _isReading = false;
                if (!_isDisposed && (_isDue || !isStable))
                {
                    _timer.Change(_window, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }
}
