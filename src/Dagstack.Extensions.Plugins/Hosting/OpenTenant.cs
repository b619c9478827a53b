namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>What decides where the application has nothing that does: everything is allowed.</summary>
internal sealed class OpenTenant : PluginTenant
{
    protected override ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken) => new(true);
}
