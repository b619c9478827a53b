using System.ComponentModel.DataAnnotations;

namespace ConfigurationSample;

/// <summary>The section <c>upstream</c>.</summary>
internal sealed class Upstream
{
    public required Uri Url { get; init; }

    public required string Token { get; init; }

    [Range(0, 10)]
    public int Retries { get; init; }
}
