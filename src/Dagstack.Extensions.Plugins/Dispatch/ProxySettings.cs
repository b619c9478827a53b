using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>What keys stand for.</summary>
/// <param name="Kinds">What was said about calls of each kind.</param>
/// <param name="Active">Which plugins are to be active.</param>
/// <param name="OwnSlots">What stands for the active plugin of some contracts.</param>
/// <param name="Required">The plugins that chains do not do without.</param>
/// <param name="Searched">Says where plugins were looked for.</param>
internal sealed record ProxySettings(KindSettings Kinds, ActivePlugins Active, IReadOnlyList<IKindSlot> OwnSlots, IReadOnlySet<PluginId> Required, Func<string> Searched);
