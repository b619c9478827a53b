using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The plugins of a kind, as the application sees them.</summary>
internal sealed class Plugins<TKind> : IPlugins<TKind>
    where TKind : class
{
    private readonly PluginProxies _proxies;
    private readonly PluginKind _kind;
    private readonly PluginCallOptions? _options;
    private readonly KindDispatcher<TKind> _dispatcher;
    private Snapshot _snapshot = new([], null!);

    /// <summary>Creates the view for an application that asks for the only kind of a contract.</summary>
    public Plugins(PluginProxies proxies)
        : this(proxies, proxies.KindOf(typeof(TKind)), options: null)
    {
    }

    public Plugins(PluginProxies proxies, PluginKind kind, PluginCallOptions? options)
    {
        _proxies = proxies;
        _kind = kind;
        _options = options;
        _dispatcher = Dispatcher(expected: null);
    }

    public string Kind => _kind.Name;

    public ImmutableArray<TKind> Serving => Current.Plugins;

    public TKind Active => With(_proxies[_kind.Name]);

    private Snapshot Current
    {
        get
        {
            var serving = _kind.Serving;
            var snapshot = Volatile.Read(ref _snapshot);
            if (snapshot.Members != serving)
            {
                snapshot = new(ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(serving.InOrder, Of)), serving);
                Volatile.Write(ref _snapshot, snapshot);
            }

            return snapshot;
        }
    }

    public TKind this[string name] => TryGet(name, out var plugin) ? plugin : throw _kind.NotFound(name, $"IPlugins<{typeof(TKind).Name}>");

    public bool TryGet(string name, [NotNullWhen(true)] out TKind? plugin)
    {
        ArgumentNullException.ThrowIfNull(name);
        plugin = _kind.TryGet(name) is { } proxy ? With(proxy) : null;
        return plugin is not null;
    }

    public TKind For(in CapabilityRequest request) => Of(_kind.Capabilities.Find(request));

    public bool TryFor(in CapabilityRequest request, [NotNullWhen(true)] out TKind? plugin)
    {
        plugin = _kind.Capabilities.TryFind(request) is { } member ? Of(member) : null;
        return plugin is not null;
    }

    public IPlugins<TKind> With(PluginCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Plugins<TKind>(_proxies, _kind, options.Over(_options));
    }

    public PluginDispatcher<TKind> GetDispatcher(DispatchClass? expected)
    {
        var dispatcher = expected is null ? _dispatcher : Dispatcher(expected);
        return DispatchSpan.IsWanted ? new TracedDispatcher<TKind>(dispatcher, _kind, _options) : dispatcher;
    }

    public IEnumerator<TKind> GetEnumerator() => ((IEnumerable<TKind>)Current.Plugins).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{_kind.Name}: {_kind.Serving.InOrder.Length} of {_kind.Members.Count} plugins serve";

    private KindDispatcher<TKind> Dispatcher(DispatchClass? expected) => new(_kind, _options, expected, _proxies.Logger);

    private TKind Of(KindMember member) => _options is null ? member.As<TKind>() : (TKind)(object)member.ProxyFor(_options, expected: null);

    private TKind With(PluginProxy proxy) => (TKind)(object)(_options is null ? proxy : proxy.Slot.TryWith(_options) ?? proxy);

    private sealed record Snapshot(ImmutableArray<TKind> Plugins, ServingMembers Members);
}
