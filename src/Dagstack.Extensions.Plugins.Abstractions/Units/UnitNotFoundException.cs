namespace Dagstack.Extensions.Plugins;

/// <summary>There is no unit of work of that identity, or it is not kept any more.</summary>
/// <param name="unitId">The identity, as it was written.</param>
public sealed class UnitNotFoundException(string unitId)
    : PluginRegistryException($"There is no unit of work '{unitId}'. It was never taken in, or it ended so long ago that it is not kept any more: see the options KeepSucceeded and KeepFailed.")
{
    /// <summary>Gets the identity, as it was written.</summary>
    public string UnitId { get; } = unitId;
}
