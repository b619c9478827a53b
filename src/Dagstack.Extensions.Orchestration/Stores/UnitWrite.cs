namespace Dagstack.Extensions.Orchestration;

/// <summary>One of the things that can be written: a <see cref="NewUnit"/>, a <see cref="UnitMove"/>, a <see cref="CheckpointWrite"/>, a <see cref="ProgressWrite"/> or a <see cref="CancelWrite"/>.</summary>
public abstract class UnitWrite
{
    private protected UnitWrite()
    {
    }
}
