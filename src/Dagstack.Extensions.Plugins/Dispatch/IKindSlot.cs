using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Stands for the active plugin of one contract's kinds by a slot of its own, which chooses for each call.</summary>
internal interface IKindSlot
{
    /// <summary>Gets the contract.</summary>
    Type Contract { get; }

    /// <summary>Makes the slot of a kind.</summary>
    PluginSlot Create(PluginKind kind);
}
