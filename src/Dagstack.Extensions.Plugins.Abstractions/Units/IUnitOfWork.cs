using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin implements beside the contract of its kind to run units of work, where a hook of the contract is not what runs them.</summary>
/// <remarks>
/// A plugin whose contract has one hook needs none: the hook is called with the unit's arguments. The manifest says <c>declared = true</c> in
/// <c>[plugin.unit_of_work]</c> in either case. A unit may run more than once: after a failure, and from its checkpoint after its process has died
/// or its plugin has been reloaded. See §9 of the plugin contract.
/// </remarks>
public interface IUnitOfWork
{
    /// <summary>Runs a unit.</summary>
    /// <param name="args">Its arguments: an object.</param>
    /// <param name="unit">What the unit is, its progress and its checkpoint.</param>
    /// <param name="cancellationToken">Cancelled when the unit is, and when the plugin or the host stops: then the unit is run again from its checkpoint later.</param>
    /// <returns>Its output; null for none.</returns>
    ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken);
}
