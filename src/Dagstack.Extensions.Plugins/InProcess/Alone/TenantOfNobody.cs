namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The tenant of a plugin where there is no host: it is known who calls, and nobody decides what they may do.</summary>
internal sealed class TenantOfNobody(PluginManifest plugin) : PluginTenant
{
    protected override ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken) =>
        throw new RuntimeNotSupportedException($"The plugin '{plugin.Id}' asks whether the tenant may '{action}' '{resource}', and runs in a process of its own, where nobody decides that. Use the runtime '{PluginRuntimes.InProcess}', or have a middleware of the host decide before the call.", plugin.Runtimes, [PluginRuntimes.InProcess], plugin.Id);
}
