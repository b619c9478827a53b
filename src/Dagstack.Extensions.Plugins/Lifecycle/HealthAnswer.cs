using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What a health check came to.</summary>
/// <param name="IsFailure">Whether it counts as a failure.</param>
/// <param name="Reason">What is wrong; null if nothing is.</param>
internal readonly record struct HealthAnswer(bool IsFailure, string? Reason)
{
    public static HealthAnswer Failure(string reason) => new(true, reason);

    /// <summary>Asks an instance. What its check throws is an answer too.</summary>
    public static async Task<HealthAnswer> AskAsync(PluginInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            var result = await instance.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            var reason = result.Description ?? (result.Exception is { } cause ? ExceptionText.Full(cause) : null);
            return result.Status switch
            {
                HealthStatus.Healthy => default,
                HealthStatus.Degraded => new(false, reason ?? "its health check says that it is degraded."),
                _ => Failure(reason ?? "its health check says that it is unhealthy."),
            };
        }
        catch (Exception fault)
        {
            return Failure($"its health check threw {ExceptionText.Full(fault)}");
        }
    }
}
