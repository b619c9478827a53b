using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The slots of the plugins of one host: the doors that their callers come through.</summary>
internal sealed class PluginSlots
{
    private readonly ConditionalWeakTable<PluginEntry, HostedSlot> _slots = [];

    /// <summary>Gets the slot of a plugin, the same one always.</summary>
    public HostedSlot this[PluginEntry entry] => _slots.GetValue(entry, static entry => new(entry));
}
