using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.Dispatch;
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
    private IReadOnlyList<(string Path, string? Value)> _seen;
    private volatile T _current;
    private Action<T, string?>? _listeners;
    private bool _disposed;

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

    /// <summary>Takes over a change that is valid. One that is not is said once, and the old values stay.</summary>
    private void Reload()
    {
        Action<T, string?>? listeners;
        T accepted;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var view = _section.Read();
            var values = SectionText.Values(view.Section);
            if (values.SequenceEqual(_seen))
            {
                return;
            }

            _seen = values;
            var (value, problems) = _builder.Build(view);
            if (value is null)
            {
                _log.Refused(problems);
                return;
            }

            _log.Warn(problems);
            _current = accepted = value;
            listeners = _listeners;
        }

        // Each listener on its own: one that throws does not keep the change from the others.
        foreach (var listener in listeners?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<T, string?>)listener)(accepted, Microsoft.Extensions.Options.Options.DefaultName);
            }
            catch (Exception fault)
            {
                _log.ListenerFailed(fault);
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
