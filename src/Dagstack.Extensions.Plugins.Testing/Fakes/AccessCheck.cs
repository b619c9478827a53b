namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>What a <see cref="FakeTenant"/> was asked.</summary>
public sealed class AccessCheck
{
    /// <summary>Gets the tenant of the call.</summary>
    /// <value>Null if the caller had said none.</value>
    public required string? TenantId { get; init; }

    /// <summary>Gets what it would be done to.</summary>
    public required string Resource { get; init; }

    /// <summary>Gets what would be done.</summary>
    public required string Action { get; init; }

    /// <summary>Gets a value indicating whether it was allowed.</summary>
    public required bool IsAllowed { get; init; }
}
