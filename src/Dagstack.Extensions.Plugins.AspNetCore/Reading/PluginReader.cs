using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads what the host says of its plugins.</summary>
/// <param name="services">The application's services.</param>
internal sealed class PluginReader(IServiceProvider services)
{
    private readonly IPluginRegistry _registry = services.GetRequiredService<IPluginRegistry>();

    /// <summary>Reads the kinds and the plugins.</summary>
    /// <param name="root">Where the plugins are served, such as <c>/plugins</c>.</param>
    public PluginList List(string root)
    {
        var statuses = _registry.Plugins;
        return new(KindReader.Read(services.GetPluginContracts(), statuses), [.. statuses.Select(status => ItemReader.Read(status, root))]);
    }

    /// <summary>Reads all of one plugin; null if there is none.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="root">Where the plugins are served.</param>
    public PluginReport? Report(PluginId id, string root) => _registry.Find(id) is not { } status ? null : new()
    {
        Plugin = ItemReader.Read(status, root),
        Options = [.. _registry.DescribeConfiguration(id).Select(OptionReader.Read)],
        Hooks = services.GetPluginContracts().TryGetValue(id.Kind, out var contract) ? HookReader.Read(contract) : [],
        LastReload = status.LastReload is { } reload ? ReloadReader.Read(reload) : null,
    };

    /// <summary>Finds what was probably meant by an identity that no plugin has; null if nothing is near.</summary>
    public string? Nearest(PluginId id) => NearNames.Find(id.ToString(), _registry.Plugins.Select(static status => status.Id?.ToString()).OfType<string>());
}
