using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What a health check came to.</summary>
/// <param name="Status">The answer.</param>
/// <param name="Description">What is said of it; null if nothing is, which only one that is healthy may leave out.</param>
internal readonly record struct HealthAnswer(HealthStatus Status, string? Description)
{
    /// <summary>Gets a value indicating whether it counts as a failure.</summary>
    public bool IsFailure => Status == HealthStatus.Unhealthy;

    /// <summary>Gets what is wrong; null if nothing is.</summary>
    public string? Reason => Status == HealthStatus.Healthy ? null : Description;

    public static HealthAnswer Failure(string reason) => new(HealthStatus.Unhealthy, reason);

    /// <summary>Asks an instance. What its check throws is an answer too.</summary>
    public static async Task<HealthAnswer> AskAsync(PluginInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            var result = await instance.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            var description = result.Description ?? (result.Exception is { } cause ? ExceptionText.Full(cause) : null);
            return result.Status switch
            {
                HealthStatus.Healthy => new(HealthStatus.Healthy, description),
                HealthStatus.Degraded => new(HealthStatus.Degraded, description ?? "its health check says that it is degraded."),
                _ => Failure(description ?? "its health check says that it is unhealthy."),
            };
        }
        catch (Exception fault)
        {
            return Failure($"its health check threw {ExceptionText.Full(fault)}");
        }
    }

    /// <summary>Makes what is remembered of it.</summary>
    /// <param name="time">The clock of the host.</param>
    /// <param name="asked">When the question was asked, by that clock.</param>
    /// <param name="failures">How many failures in a row it makes.</param>
    public PluginHealthCheck ToCheck(TimeProvider time, long asked, int failures) => new()
    {
        Status = Status,
        Description = Description is null ? null : Excerpt.Lines(Description),
        At = time.GetUtcNow(),
        Duration = time.GetElapsedTime(asked),
        FailuresInARow = failures,
    };
}
