using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads what the host says of its plugins.</summary>
/// <param name="services">The application's services.</param>
internal sealed class PluginReader(IServiceProvider services)
{
    private readonly IPluginRegistry _registry = services.GetRequiredService<IPluginRegistry>();

    public IChangeToken GetChangeToken() => _registry.GetChangeToken();

    /// <summary>Reads the kinds and the plugins.</summary>
    public HostState State()
    {
        var (statuses, contracts) = (_registry.Plugins, services.GetPluginContracts());
        var kinds = KindReader.NamesOf(contracts, statuses).Select(kind => (Kind: kind, Active: _registry.ActiveOf(kind))).ToList();
        return new(
            [.. kinds.Select(kind => KindReader.Read(kind.Kind, contracts.GetValueOrDefault(kind.Kind), kind.Active))],
            statuses,
            kinds.Select(static kind => kind.Active?.Plugin).OfType<PluginId>().ToHashSet());
    }

    /// <summary>Reads all of one plugin; null if there is none.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="root">Where the plugins are served.</param>
    /// <param name="withHash">Whether its files are read for their hash.</param>
    /// <param name="cancellationToken">Ends the reading of files.</param>
    public async Task<PluginReport?> ReportAsync(PluginId id, string root, bool withHash, CancellationToken cancellationToken)
    {
        if (_registry.Describe(id) is not { } details)
        {
            return null;
        }

        return new()
        {
            Plugin = ItemReader.Read(details.Status, root, details.IsActive),
            Manifest = details.Manifest is { } manifest ? ManifestReader.Read(manifest) : null,
            Sha256 = withHash ? await _registry.HashContentAsync(id, cancellationToken).ConfigureAwait(false) : null,
            Options = [.. _registry.DescribeConfiguration(id).Select(OptionReader.Read)],
            Resources = details.Manifest is { Resources: var resources } ? [.. resources.Required.Select(static name => new PluginResource(ShownText.Name(name), true)), .. resources.Optional.Select(static name => new PluginResource(ShownText.Name(name), false))] : [],
            Hooks = services.GetPluginContracts().TryGetValue(id.Kind, out var contract) ? HookReader.Read(contract) : [],
            DependsOn = [.. details.DependsOn.Select(other => LinkTo(other, root))],
            Dependents = [.. details.Dependents.Select(other => LinkTo(other, root))],
            Neighbours = NeighbourReader.Read(_registry, details),
            Start = details.Start is { } start ? DetailReader.Start(start, root) : null,
            Health = details.Health is { } health ? DetailReader.Health(health) : null,
            Calls = DetailReader.Calls(details.Calls),
            History = [.. details.History.Select(DetailReader.Transition)],
            HistoryDropped = details.HistoryDropped,
            LastReload = details.Status.LastReload is { } reload ? ReloadReader.Read(reload) : null,
            UnloadHints = [.. details.UnloadHints.Select(ReloadReader.Read)],
        };
    }

    /// <summary>Reads how the plugins started when the host did.</summary>
    /// <param name="root">Where the plugins are served.</param>
    public HostStart Start(string root) => HostStartReader.Read(_registry, root);

    /// <summary>Finds what was probably meant by an identity that no plugin has; null if nothing is near.</summary>
    public string? Nearest(PluginId id) => NearNames.Find(id.ToString(), _registry.Plugins.Select(static status => status.Id?.ToString()).OfType<string>());

    private PluginLink LinkTo(PluginId id, string root) => _registry.Find(id) is { } status
        ? new(ShownText.Name(id.ToString()), ItemReader.AddressOf(id, root), PluginStates.NameOf(status.State))
        : new(ShownText.Name(id.ToString()), null, null);
}
