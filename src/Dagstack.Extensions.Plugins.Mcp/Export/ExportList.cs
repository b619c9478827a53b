using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>The tools that a host has now.</summary>
/// <param name="services">The host's services.</param>
/// <param name="options">Which plugins are tools.</param>
/// <param name="logger">Told of names that are taken.</param>
internal sealed class ExportList(IServiceProvider services, McpExportOptions options, ILogger logger)
{
    private readonly IReadOnlyDictionary<string, PluginContract> _contracts = services.GetPluginContracts();
    private readonly IPluginRegistry _registry = services.GetRequiredService<IPluginRegistry>();
    private readonly ITools _tools = services.GetRequiredService<ITools>();

    /// <summary>Finds names that two hooks would have, of all plugins that are there, whatever their state.</summary>
    /// <exception cref="InvalidOperationException">There are such.</exception>
    public void CheckNames()
    {
        var first = new Dictionary<string, ExportedTool>(StringComparer.Ordinal);
        foreach (var tool in _registry.Plugins.SelectMany(HooksOf))
        {
            if (!first.TryAdd(tool.Name, tool) && first[tool.Name].DottedName != tool.DottedName)
            {
                throw new InvalidOperationException(
                    $"The tools '{first[tool.Name].DottedName}' and '{tool.DottedName}' would both be called '{tool.Name}'. Rename one of the plugins, export only one of them, or set UseDottedNames, if no client is a strict one.");
            }
        }
    }

    /// <summary>Gets the tools of the plugins that serve, by their plugins.</summary>
    public async Task<IReadOnlyList<ExportedTool>> ReadAsync(CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, ExportedTool>(StringComparer.Ordinal);
        var serving = _registry.Plugins.Where(static status => status.IsServing).SelectMany(HooksOf);
        foreach (var tool in serving.Concat(await FunctionsAsync(cancellationToken).ConfigureAwait(false)))
        {
            if (!tools.TryAdd(tool.Name, tool))
            {
                logger.ExportNameTaken(tools[tool.Name].DottedName, tool.DottedName, tool.Name);
            }
        }

        return [.. tools.Values.OrderBy(static tool => tool.DottedName, StringComparer.Ordinal)];
    }

    /// <summary>Finds a tool, also one of a plugin that does not serve, whose call says why.</summary>
    public async Task<ExportedTool?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(tool => tool.Name == name)
        ?? _registry.Plugins.SelectMany(HooksOf).FirstOrDefault(tool => tool.Name == name);

    private IEnumerable<ExportedTool> HooksOf(PluginStatus status)
    {
        if (status.Id is not { } id || id.Kind is ExportKeys.PluginMiddleware or ExportKeys.Orchestrator || !_contracts.TryGetValue(id.Kind, out var contract) || contract.InterfaceType == typeof(ITool))
        {
            return [];
        }

        var hooks = contract.Hooks.Where(hook => hook.IsExposed && hook.Shape != HookShape.Stream && IsExported(id, hook.WireName)).ToList();
        return hooks.Count > 0 && services.GetKeyedService(contract.InterfaceType, id.ToString()) is PluginProxy proxy
            ? hooks.Select(hook => new ExportedHook(id, NameOf($"{id.Kind}.{id.Name}.{hook.WireName}", id.Kind, id.Name, hook.WireName), PluginCodec.Of(contract).For(hook), proxy))
            : [];
    }

    private async Task<IEnumerable<ExportedTool>> FunctionsAsync(CancellationToken cancellationToken) =>
        options.Parsed.Any(static glob => glob.MatchesKind(ToolKind))
            ? from function in await _tools.GetFunctionsAsync(cancellationToken).ConfigureAwait(false)
              where function.Problems.Count == 0 && IsExported(function.Plugin, function.Name)
              select new ExportedFunction(function, NameOf($"{ToolKind}.{function.Plugin.Name}.execute.{function.Name}", function.Plugin.Name, function.Name), _tools)
            : [];

    private const string ToolKind = "tool";

    private bool IsExported(PluginId id, string hook) => options.Parsed.Any(glob => glob.Matches(id, hook));

    private string NameOf(string dotted, params ReadOnlySpan<string> parts) => options.UseDottedNames ? dotted : ExportNames.Of(parts);
}
