namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What a health check came to.</summary>
/// <param name="IsFailure">Whether it counts as a failure.</param>
/// <param name="Reason">What is wrong; null if nothing is.</param>
internal readonly record struct HealthAnswer(bool IsFailure, string? Reason)
{
    public static HealthAnswer Healthy => default;

    public static HealthAnswer Failure(string reason) => new(true, reason);
}
