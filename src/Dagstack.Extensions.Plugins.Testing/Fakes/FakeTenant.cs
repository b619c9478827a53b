using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A tenant for tests: it allows everything but what the test denies, and keeps what it was asked.</summary>
/// <remarks>All members may be used by several threads. See docs/tenants.md.</remarks>
public sealed class FakeTenant : PluginTenant
{
    private readonly ConcurrentQueue<AccessCheck> _checks = new();
    private readonly ConcurrentDictionary<(string Resource, string Action), byte> _denied = new();

    /// <summary>Gets what was asked so far, in order.</summary>
    public IReadOnlyList<AccessCheck> Checks => [.. _checks];

    /// <summary>Denies something to every tenant from now on.</summary>
    /// <param name="resource">What it would be done to; <c>*</c> for all.</param>
    /// <param name="action">What would be done; <c>*</c> for all.</param>
    /// <returns>This tenant.</returns>
    /// <exception cref="ArgumentException">An argument is null, empty or blank.</exception>
    public FakeTenant Deny(string resource, string action)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(resource);
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        _denied.TryAdd((resource, action), 0);
        return this;
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isAllowed = !IsDenied(resource, action) && !IsDenied(resource, "*") && !IsDenied("*", action) && !IsDenied("*", "*");
        _checks.Enqueue(new() { TenantId = TenantId, Resource = resource, Action = action, IsAllowed = isAllowed });
        return new(isAllowed);
    }

    private bool IsDenied(string resource, string action) => _denied.ContainsKey((resource, action));
}
