using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The options of one plugin, bound to its section: as they were at setup, as they are now, and told when they change.</summary>
/// <remarks>It lives in the plugin's container and ends with it. See docs/adr/0005-options-binder.md.</remarks>
/// <typeparam name="T">The options, a type of the plugin's own.</typeparam>
internal sealed class PluginOptions<T> : IOptions<T>, IOptionsMonitor<T>, IDisposable
    where T : class
{
    private readonly PluginSection _section;
    private readonly PluginOptionsBuilder<T> _builder;
    private readonly PluginOptionsLog _log;
    private readonly IDisposable _reload;
    private readonly ConcurrentDictionary<string, T> _named = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _told;
    private IReadOnlyList<(string Path, string? Value)> _seen;
    private volatile T _current;
    private Action<T, string?>? _listeners;
    private volatile bool _disposed;

    /// <exception cref="PluginLoadException">The section is invalid.</exception>
    public PluginOptions(PluginSection section, PluginOptionsBuilder<T> builder, PluginOptionsLog log)
    {
        _section = section;
        _builder = builder;
        _log = log;
        var view = section.Read();
        var (value, problems) = builder.Build(view);
        log.Warn(problems);
        Value = value ?? throw log.Invalid(typeof(T), problems);
        _current = Value;
        _seen = SectionText.Values(view.Section);
        _reload = section.OnReload(Reload);
    }

    public T Value { get; }

    public T CurrentValue => _current;

    public T Get(string? name) =>
        string.IsNullOrEmpty(name) ? _current : _named.GetOrAdd(name, _builder.BuildNamed);

    public IDisposable? OnChange(Action<T, string?> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        lock (_gate)
        {
            _listeners += listener;
        }

        return new Subscription(this, listener);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _listeners = null;
        }

        _reload.Dispose();
    }

    /// <summary>Takes changes over, one after the other: what comes meanwhile, also from code that is called here, is taken afterwards.</summary>
    /// <remarks>Nothing leaves it: whoever tells of a change of the configuration has nothing to do with this plugin.</remarks>
    private void Reload()
    {
        var told = Interlocked.Increment(ref _told);
        if (told > 1)
        {
            return;
        }

        do
        {
            told = Volatile.Read(ref _told);
            if (!_disposed && TryTake(out var accepted))
            {
                Tell(accepted);
            }
        }
        while (Interlocked.CompareExchange(ref _told, 0, told) != told);
    }

    /// <summary>Takes over a change that is valid. One that is not is said once, and the old values stay.</summary>
    private bool TryTake([NotNullWhen(true)] out T? accepted)
    {
        accepted = null;
        try
        {
            var view = _section.Read();
            var values = SectionText.Values(view.Section);
            if (values.SequenceEqual(_seen))
            {
                return false;
            }

            _seen = values;
            (accepted, var problems) = _builder.Build(view);
            if (accepted is null)
            {
                _log.Refused(problems);
                return false;
            }

            _log.Warn(problems);
            _current = accepted;
            return true;
        }
        catch (Exception fault)
        {
            // A secret that cannot be had, or the plugin's own configuring and validating.
            _log.Refused(fault);
            accepted = null;
            return false;
        }
    }

    /// <summary>Tells each listener on its own: one that throws does not keep the change from the others.</summary>
    private void Tell(T accepted)
    {
        Action<T, string?>? listeners;
        lock (_gate)
        {
            listeners = _listeners;
        }

        foreach (var listener in listeners?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<T, string?>)listener)(accepted, Microsoft.Extensions.Options.Options.DefaultName);
            }
            catch (Exception fault)
            {
                _log.ListenerFailed(ExceptionText.Loggable(fault));
            }
        }
    }

    private sealed class Subscription(PluginOptions<T> options, Action<T, string?> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (options._gate)
            {
                options._listeners -= listener;
            }
        }
    }
}
