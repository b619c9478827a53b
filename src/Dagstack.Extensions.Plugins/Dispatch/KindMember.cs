using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>One plugin as a member of its kind.</summary>
internal sealed class KindMember(PluginEntry entry, HostedSlot slot, PluginProxy proxy)
{
    private readonly PluginProxy?[] _checked = new PluginProxy?[Enum.GetValues<DispatchClass>().Length];

    /// <summary>Gets what the plugin was when this was made.</summary>
    public PluginDefinition Definition { get; } = entry.Definition;

    public PluginId Id { get; } = entry.Manifest!.Id;

    public PluginManifest Manifest { get; } = entry.Manifest;

    /// <summary>Gets what stands for the running instance, another one after each start; null while it does not serve.</summary>
    public object? Instance => slot.Target;

    /// <inheritdoc cref="PluginEntry.Alterations"/>
    public int Alterations => entry.Alterations;

    /// <summary>Gets a value indicating whether it can be called: it serves, or is being replaced, which its callers wait for.</summary>
    public bool IsServing => entry.Status is { IsServing: true } or { State: PluginState.Reloading };

    public PluginStatus Status => entry.Status;

    public PluginProxy Proxy { get; } = proxy;

    /// <summary>Gets the plugin as its contract, which its proxy implements by construction: no cast is made on the way of a call.</summary>
    public TKind As<TKind>()
        where TKind : class => Unsafe.As<TKind>(Proxy);

    /// <summary>Gets a proxy for calls with options, by hooks of one class only if one is expected.</summary>
    public PluginProxy ProxyFor(PluginCallOptions? options, DispatchClass? expected)
    {
        if (options is not null)
        {
            var own = new OptionsSlot(slot, options);
            return entry.Contract!.CreateProxy(expected is { } wanted ? new CheckedSlot(own, entry.Contract, wanted) : own);
        }

        return expected is { } only
            ? _checked[(int)only] ??= entry.Contract!.CreateProxy(new CheckedSlot(slot, entry.Contract, only))
            : Proxy;
    }
}
