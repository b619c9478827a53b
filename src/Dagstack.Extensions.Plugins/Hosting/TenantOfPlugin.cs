using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The tenant as a plugin has it for as long as it lives: each check is made by a service of the application, in a scope of its own.</summary>
/// <param name="scopes">Makes the scopes.</param>
internal sealed class TenantOfPlugin(IServiceScopeFactory scopes) : PluginTenant
{
    // Not the plugin's scope: what a decision has read, such as roles, would stay for as long as the plugin does.
    protected override async ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await scope.ServiceProvider.GetRequiredService<PluginTenant>().CheckAccessAsync(resource, action, cancellationToken).ConfigureAwait(false);
        }
    }
}
