
namespace Dagstack.Extensions.Configuration;

/// <summary>What a secret is, as its source knows it.</summary>
/// <param name="value">The secret.</param>
public sealed class SecretValue(string value)
{
    /// <summary>Gets the secret.</summary>
    public string Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>Gets its version.</summary>
    /// <value>Null if the source has no versions.</value>
    public string? Version { get; init; }

    /// <summary>Gets when the source has to be asked again.</summary>
    /// <value>Null, which is the default, for the lifetime of <see cref="DagstackConfigOptions.SecretLifetime"/>; a later time than that does not count.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Returns a mask, never the secret.</summary>
    public override string ToString() => SecretNames.Masked;
}
