namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What a plugin says of its units.</summary>
internal sealed record UnitTraits
{
    public static readonly UnitTraits Default = new();

    /// <summary>Gets a value indicating whether a unit goes on from its checkpoint.</summary>
    public bool IsCheckpointable { get; init; }

    /// <summary>Gets how long a unit is expected to take.</summary>
    /// <value>Null if that is not known.</value>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>Gets a value indicating whether outputs are compared.</summary>
    public bool HashesOutput { get; init; }
}
