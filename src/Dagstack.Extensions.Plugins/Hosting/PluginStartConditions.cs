using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>What keeps a host from starting, besides one plugin's own failure. See §2 of the plugin contract.</summary>
internal sealed class PluginStartConditions
{
    private readonly DagstackPluginOptions _options;
    private readonly PluginCatalog _catalog;
    private readonly RequiredPlugins _required;
    private readonly IReadOnlyList<IPluginStartCheck> _checks;
    private readonly IServiceProviderIsKeyedService _registered;
    private readonly ILogger _logger;
    private readonly Lazy<PluginKeyException?> _keys;

    public PluginStartConditions(DagstackPluginOptions options, PluginCatalog catalog, RequiredPlugins required, IServiceProviderIsKeyedService registered, IEnumerable<IPluginStartCheck> checks, ILogger logger)
    {
        _options = options;
        _checks = [.. checks];
        _catalog = catalog;
        _required = required;
        (_registered, _logger) = (registered, logger);

        // Not before the start: services may be registered until the container is built, and once for each provider, which does not change.
        _keys = new(() => CheckKeys(_options.KeyedParameters.Find(_options.Services, registered), "Services"));
    }

    /// <summary>Throws everything that keeps the plugins from starting, in one message.</summary>
    public void ThrowIfBlocked()
    {
        List<PluginRegistryException> errors = [.. _options.Discovery.Errors.Concat(_options.Resources.FindProblems(_options.Kinds.Contracts.Values)).Select(static error => new PluginRegistryException(error)), .. _catalog.UnknownChoices()];
        if (_keys.Value is { } keys)
        {
            errors.Add(keys);
        }

        if (!_options.ContinueOnConflict)
        {
            errors.AddRange(_catalog.Conflicts);
        }

        errors.AddRange(_checks.SelectMany(check => check.Check(_options.Kinds.Contracts)));
        errors.AddRange(_required.FindHopeless([.. errors]));
        if (errors.Count > 0)
        {
            throw errors.Count == 1 ? errors[0] : new PluginStartException(errors);
        }
    }

    /// <summary>Makes the error of plugins that the host needs and that did not start; null if there are none.</summary>
    public PluginStartException? FindFailed() => _required.FindFailed() is { Count: > 0 } failed ? new(failed) : null;

    /// <summary>Makes the error of parameters that ask for a plugin by a key that none has; null if there are none. Those that do without are logged.</summary>
    public PluginKeyException? CheckKeys(IEnumerable<KeyedParameter> parameters, string who)
    {
        var check = new PluginKeyCheck(_catalog, _options.Kinds.Contracts, _options.Discovery.WithoutManifest, IsRegistered(_registered));
        var problems = check.Check(parameters);
        foreach (var problem in problems.Where(static problem => problem.IsOptional))
        {
            _logger.KeyNotFound(problem.Message);
        }

        return check.ToException(problems, who);
    }

    /// <summary>Tells which keys there are. A container that takes any key, for plugins that come later, cannot be asked.</summary>
    private Func<Type, string?, bool> IsRegistered(IServiceProviderIsKeyedService registered)
    {
        if (!_options.Keys.AreOpen)
        {
            return (type, key) => key is null ? registered.IsService(type) : registered.IsKeyedService(type, key);
        }

        var keys = _options.Services.Where(static service => service.IsKeyedService).Select(static service => (service.ServiceType, service.ServiceKey)).ToHashSet();
        var contracts = _options.Kinds.Contracts.Values.Select(static contract => contract.InterfaceType).ToHashSet();
        return (type, key) => key is null ? registered.IsService(type) : contracts.Contains(type) ? keys.Contains((type, key)) : registered.IsKeyedService(type, key);
    }
}
