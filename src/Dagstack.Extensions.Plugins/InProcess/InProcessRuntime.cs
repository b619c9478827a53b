using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The runtime <c>in_process</c>: an assembly in a load context of its own, or an object given in code.</summary>
/// <param name="contracts">The contracts that the host knows, whose assemblies are shared with plugins.</param>
/// <param name="loggerFactory">The host's loggers, for plugins.</param>
/// <param name="logger">Told what is worth a line.</param>
/// <param name="lifetimes">How long the host's services live.</param>
/// <param name="unload">Follows code that is to leave the process.</param>
/// <param name="isCollectible">Whether load contexts can be unloaded. Their code is then never optimised.</param>
/// <param name="sources">What makes modules of other files than assemblies.</param>
/// <param name="isWatched">Whether changes of files are looked for.</param>
/// <param name="isLocked">Whether nothing is to be loaded but what a lock file names.</param>
internal sealed class InProcessRuntime(
    IEnumerable<PluginContract> contracts,
    ILoggerFactory loggerFactory,
    ILogger logger,
    ServiceLifetimes lifetimes,
    UnloadCheck unload,
    bool isCollectible,
    IEnumerable<PluginModuleSource>? sources = null,
    bool isWatched = false,
    bool isLocked = false) : PluginRuntime
{
    private readonly KeptServices _kept = new(lifetimes, logger);
    private readonly Lazy<SharedAssemblies> _shared = new(() => new(contracts));
    private ModuleSources? _modules;

    public override string Name => PluginRuntimes.InProcess;

    public override int StartOrder => 0;

    private ModuleSources Modules => _modules ??= new(sources ?? [], _shared, isWatched, isLocked, logger);

    public override PluginRefusal? Check(PluginDescription plugin) =>
        plugin.Manifest.ExecutionModel == PluginExecutionModel.ProcessCpuBound
            ? new(PluginErrorCodes.RuntimeNotSupported, $"its execution_model is 'process_cpu_bound', which the runtime '{Name}' has no processes for. Use the runtime '{PluginRuntimes.McpStdio}' in {plugin.Path ?? "its manifest"}, which runs the class in several processes (the package Dagstack.Extensions.Plugins.Mcp, o.UseMcp()), or 'thread_cpu_bound': only so many calls of such plugins then run at a time.")
            : Modules.Check(plugin);

    public override IReadOnlyList<string> FindInjectedKeys(PluginDescription plugin) => InjectedKeys.Of(plugin, Modules);

    public override bool IsCode(string path) => CodeFile.Is(path) || Modules.IsCode(path);

    public override bool IsCode(PluginDescription plugin, string path) => CodeFile.Is(path) || Modules.IsCode(plugin, path);

    public override string? FindComplaint(string path) => WholeFile.ComplaintOf(path) ?? Modules.ComplaintOf(path);

    public override bool WantsCopy(PluginDescription plugin) => true;

    public override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken) =>
        context.Plugin.Factory is null ? LoadAsync(context, cancellationToken) : ConstructAsync(context);

    private async ValueTask<PluginInstance> ConstructAsync(PluginInstanceContext context)
    {
        var plugin = context.Plugin;
        var instance = Make(plugin, HostServices.Of(context))
            ?? throw new PluginLoadException(plugin.Id, $"The factory of plugin '{plugin.Id}' returned null. Return an instance of {plugin.Contract.InterfaceType.FullName}.");
        if (plugin.Contract.InterfaceType.IsInstanceOfType(instance))
        {
            return new InProcessInstance(instance, context);
        }

        if (plugin.OwnsInstance)
        {
            await DisposeAsync(plugin.Id, instance).ConfigureAwait(false);
        }

        throw new PluginLoadException(plugin.Id, $"The object given for plugin '{plugin.Id}' is a {instance.GetType().FullName}, which does not implement {plugin.Contract.InterfaceType.FullName}, the contract of the kind '{plugin.Contract.Kind}'. Give one that does, or another kind in the identity.");
    }

    private static object? Make(PluginDescription plugin, HostServices host)
    {
        try
        {
            return plugin.Factory!(host);
        }
        catch (Exception fault) when (!HostErrors.Is(fault))
        {
            throw new PluginLoadException(plugin.Id, $"The factory of plugin '{plugin.Id}' threw {ExceptionText.Full(fault)}", ExceptionText.Loggable(fault));
        }
    }

    private async ValueTask<PluginInstance> LoadAsync(PluginInstanceContext context, CancellationToken cancellationToken)
    {
        var plugin = context.Plugin;
        var entryPoint = plugin.Manifest.EntryPoint ?? throw new PluginLoadException(plugin.Id, $"The plugin '{plugin.Id}' has no entry point.");
        if (context.Folder is not { } directory)
        {
            // A class of the host's own assemblies is loaded already, and stays in the host's load context.
            return await ActivateAsync(context, () => InTreeClass.Find(plugin, entryPoint), entryPoint.ClassName, plugin.Path).ConfigureAwait(false);
        }

        var folder = new PluginFolder(directory, context.Locked);
        var module = await Modules.OpenAsync(plugin, entryPoint, folder, cancellationToken).ConfigureAwait(false);
        var className = ModuleCheck.FindClass(plugin.Id, entryPoint, module, _shared.Value);
        var code = new PluginLoadContext(plugin.Id, module, folder, _shared.Value, isCollectible, (name, copy) => logger.IgnoredCopy(plugin.Id, name, copy.Replace(directory, plugin.Folder, StringComparison.Ordinal)));
        return await ActivateAsync(context, () => PluginTypeLoader.Load(plugin.Id, className, module.Path, code.LoadEntry(), plugin.Contract), className, module.Path, code, new LoadFaults(plugin.Id, module.Path, folder, code, _shared.Value)).ConfigureAwait(false);
    }

    private async ValueTask<PluginInstance> ActivateAsync(PluginInstanceContext context, Func<Type> load, string className, string? path, PluginLoadContext? code = null, LoadFaults? faults = null)
    {
        var id = context.Plugin.Id;
        ServiceProvider? child = null;
        try
        {
            var type = load();
            child = ChildContainer.Build(type, context, loggerFactory, logger, _kept);
            return new InProcessInstance(child.GetRequiredService(type), context, child, code, faults, unload);
        }
        catch (Exception fault)
        {
            var explained = faults?.Explain(fault);
            if (child is not null)
            {
                await DisposeAsync(id, child).ConfigureAwait(false);
            }

            if (code is { IsCollectible: true })
            {
                code.Unload();
            }

            if (explained is null && HostErrors.Is(fault))
            {
                throw;
            }

            throw explained ?? new PluginLoadException(id, $"The class '{className}' of plugin '{id}' cannot be constructed: something that it needs threw {ExceptionText.Sentence(fault)} {PluginCode.Remedy} ({path})", ExceptionText.Loggable(fault)) { File = path };
        }
    }

    /// <summary>Disposes what a failed start leaves, and does not let that hide why it failed.</summary>
    private async ValueTask DisposeAsync(PluginId id, object leftover)
    {
        try
        {
            await Disposal.DisposeAsync(leftover).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            logger.TeardownFailed(id, $"disposing it after its start had failed threw {ExceptionText.Full(fault)}");
        }
    }
}
