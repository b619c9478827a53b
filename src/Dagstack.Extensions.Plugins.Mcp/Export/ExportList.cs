using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>The tools that a host has now.</summary>
/// <param name="services">The host's services.</param>
/// <param name="options">Which plugins are tools.</param>
/// <param name="logger">Told of names that two tools would have, and of globs that mean nothing.</param>
internal sealed class ExportList(IServiceProvider services, McpExportOptions options, ILogger logger)
{
    private const string ToolKind = "tool";

    private readonly IReadOnlyDictionary<string, PluginContract> _contracts = services.GetPluginContracts();
    private readonly IPluginRegistry _registry = services.GetRequiredService<IPluginRegistry>();
    private readonly ITools _tools = services.GetRequiredService<ITools>();
    private readonly ExportNameTable _names = new(logger);
    private readonly ConcurrentDictionary<string, bool> _leftOut = new(StringComparer.Ordinal);
    private volatile ExportSnapshot? _hooks;
    private volatile ExportSnapshot? _all;

    /// <summary>Finds names that two hooks would have, of all plugins that are there, whatever their state, and globs that none of them fits.</summary>
    /// <exception cref="InvalidOperationException">There are such names.</exception>
    public void Check()
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, hook) in _registry.Plugins.SelectMany(HooksOf))
        {
            var (name, dotted) = (NameOf(id, hook), DottedNameOf(id, hook));
            if (!first.TryAdd(name, dotted) && first[name] != dotted)
            {
                throw new InvalidOperationException(
                    $"The tools '{first[name]}' and '{dotted}' would both be called '{name}'. Rename one of the plugins, export only one of them, or set UseDottedNames, if no client is a strict one.");
            }
        }

        foreach (var glob in options.Parsed.Where(glob => !_registry.Plugins.Any(status => IsMeant(glob, status))))
        {
            logger.ExportGlobUnused(glob.ToString());
        }
    }

    /// <summary>Gets the tools of the plugins that serve, by their names with dots.</summary>
    public async Task<IReadOnlyList<ExportedTool>> ReadAsync(CancellationToken cancellationToken) => (await ReadAllAsync(cancellationToken).ConfigureAwait(false)).Tools;

    /// <summary>Finds a tool, also one of a plugin that does not serve, whose call says why. Plugins are asked for their functions only if it is none that is known.</summary>
    public async Task<ExportedTool?> FindAsync(string name, CancellationToken cancellationToken) =>
        ReadHooks().Find(name)
        ?? (_all is { } known && known.IsCurrent(_names) ? known.Find(name) : null)
        ?? (await ReadAllAsync(cancellationToken).ConfigureAwait(false)).Find(name);

    private async Task<ExportSnapshot> ReadAllAsync(CancellationToken cancellationToken)
    {
        // The token first: what changes while the tools are read makes them old.
        var changed = _registry.GetChangeToken();
        var functions = options.Parsed.Any(static glob => glob.MatchesKind(ToolKind)) ? await _tools.GetFunctionsAsync(cancellationToken).ConfigureAwait(false) : [];
        if (_all is { } known && known.Functions == functions && known.IsCurrent(_names))
        {
            return known;
        }

        var exported = functions.Where(function => function.Problems.Count == 0 && IsExported(function.Plugin, function.Name)).ToList();
        _names.Trim(exported.Count + ReadHooks().Tools.Count);
        exported.ForEach(function => _names.Claim(NameOf(function), DottedNameOf(function)));
        var hooks = ReadHooks();
        var serving = hooks.Tools.Where(tool => _registry.Find(tool.Plugin)?.IsServing == true);
        var tools = serving.Concat(exported.Select(function => new ExportedFunction(function, _names.Of(NameOf(function), DottedNameOf(function)), _tools)));
        return _all = new([.. tools.DistinctBy(static tool => tool.Name).OrderBy(static tool => tool.DottedName, StringComparer.Ordinal)], changed, hooks.NameVersion, functions);
    }

    /// <summary>Gets the hooks of all plugins, whatever their state.</summary>
    private ExportSnapshot ReadHooks()
    {
        if (_hooks is { } known && known.IsCurrent(_names))
        {
            return known;
        }

        var changed = _registry.GetChangeToken();
        var hooks = _registry.Plugins.SelectMany(HooksOf).ToList();
        hooks.ForEach(found => _names.Claim(NameOf(found.Plugin, found.Hook), DottedNameOf(found.Plugin, found.Hook)));
        var version = _names.Version;
        return _hooks = new([.. hooks.Select(found => Make(found.Plugin, found.Hook)).OfType<ExportedTool>().DistinctBy(static tool => tool.Name)], changed, version, []);
    }

    /// <summary>Makes a tool of a hook; null if it can be none, which costs the others nothing.</summary>
    private ExportedHook? Make(PluginId id, HookDescriptor hook)
    {
        var contract = _contracts[id.Kind];
        if (services.GetKeyedService(contract.InterfaceType, id.ToString()) is not PluginProxy proxy)
        {
            return null;
        }

        var dotted = DottedNameOf(id, hook);
        try
        {
            var tool = new ExportedHook(id, _names.Of(NameOf(id, hook), dotted), PluginCodec.Of(contract).For(hook), proxy);
            _ = tool.Describe();
            return tool;
        }
        catch (PluginSerializationException fault)
        {
            if (_leftOut.TryAdd(dotted, true))
            {
                logger.ExportNotDescribed(dotted, ExceptionText.MessageOf(fault));
            }

            return null;
        }
    }

    private IEnumerable<(PluginId Plugin, HookDescriptor Hook)> HooksOf(PluginStatus status) =>
        status.Id is not { } id || id.Kind is ExportKeys.PluginMiddleware or ExportKeys.Orchestrator || !_contracts.TryGetValue(id.Kind, out var contract) || contract.IsInProcessOnly || contract.InterfaceType == typeof(ITool)
            ? []
            : contract.Hooks.Where(hook => hook.IsExposed && hook.Shape != HookShape.Stream && IsExported(id, hook.WireName)).Select(hook => (id, hook));

    private bool IsExported(PluginId id, string hook) => options.Parsed.Any(glob => glob.Matches(id, hook));

    /// <summary>Tells whether a glob is for a plugin. What functions one has is not known before it serves.</summary>
    private bool IsMeant(ExportGlob glob, PluginStatus status) =>
        status.Id is { } id && glob.Matches(id) && (id.Kind == ToolKind || HooksOf(status).Any(found => glob.Matches(found.Plugin, found.Hook.WireName)));

    private string NameOf(PluginId id, HookDescriptor hook) => options.UseDottedNames ? DottedNameOf(id, hook) : ExportNames.Of(id.Kind, id.Name, hook.WireName);

    private string NameOf(ToolFunction function) => options.UseDottedNames ? DottedNameOf(function) : ExportNames.Of(function.Plugin.Name, function.Name);

    private static string DottedNameOf(PluginId id, HookDescriptor hook) => $"{id.Kind}.{id.Name}.{hook.WireName}";

    private static string DottedNameOf(ToolFunction function) => $"{ToolKind}.{function.Plugin.Name}.execute.{function.Name}";
}
