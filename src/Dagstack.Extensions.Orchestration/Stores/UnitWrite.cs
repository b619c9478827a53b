namespace Dagstack.Extensions.Orchestration;

/// <summary>One of the things that can be written: a <see cref="NewUnit"/>, a <see cref="UnitMove"/>, a <see cref="CheckpointWrite"/>, a <see cref="ProgressWrite"/>, a <see cref="CancelWrite"/> or a <see cref="RetryWrite"/>.</summary>
public abstract class UnitWrite
{
    private protected UnitWrite()
    {
    }
}
