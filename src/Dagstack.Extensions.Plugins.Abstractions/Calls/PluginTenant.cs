using System.Globalization;

namespace Dagstack.Extensions.Plugins;

/// <summary>On whose behalf the current call is made, and what that tenant may do. The application decides, by a scoped service of this type.</summary>
/// <remarks>
/// Without one, everything is allowed. A plugin has it in its context and as a constructor parameter, and may keep it: each check is about the call that it is made in.
/// May be used by several threads. See docs/tenants.md and §12 of the plugin contract.
/// </remarks>
public abstract class PluginTenant
{
    /// <summary>Gets the tenant of the current call: what its caller has said under <see cref="CallMetadata.TenantId"/>.</summary>
    /// <value>Null if nothing was said, and outside of a call. It is what the caller says, not proof.</value>
#pragma warning disable CA1822 // The tenant is where one looks for it.
    public string? TenantId => CallMetadata.Current.GetValueOrDefault(CallMetadata.TenantId) is { } id ? Convert.ToString(id, CultureInfo.InvariantCulture) : null;
#pragma warning restore CA1822

    /// <summary>Asks whether the tenant of the current call may do something.</summary>
    /// <remarks>Whether to go on is the plugin's own matter, and what a decision throws is not a yes: let it pass.</remarks>
    /// <param name="resource">What it would do it to, in words that the application and its plugins agree on, such as <c>index:main</c>.</param>
    /// <param name="action">What it would do, such as <c>read</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it may.</returns>
    /// <exception cref="ArgumentException"><paramref name="resource"/> or <paramref name="action"/> is null, empty or blank.</exception>
    /// <exception cref="RuntimeNotSupportedException">The plugin runs in a process of its own, which cannot ask the application.</exception>
    public ValueTask<bool> CheckAccessAsync(string resource, string action, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(resource);
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        return CheckAccessCoreAsync(resource, action, cancellationToken);
    }

    /// <summary>Decides whether the tenant of the current call, <see cref="TenantId"/>, may do something.</summary>
    /// <param name="resource">What it would do it to; not blank.</param>
    /// <param name="action">What it would do; not blank.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it may.</returns>
    protected abstract ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken);
}
