using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>The runtime <c>in_process</c>: an assembly in a load context of its own, or an object given in code.</summary>
internal sealed class InProcessRuntime(IServiceScopeFactory scopes, PluginContexts contexts, ILoggerFactory loggerFactory, bool collectible) : IPluginRuntime
{
    private readonly ILogger _logger = loggerFactory.CreateLogger(Log.Category);

    public string Name => PluginRuntimes.InProcess;

    public int Rank => 0;

    public async ValueTask<PluginActivation> ActivateAsync(PluginDefinition plugin, string? folder, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var resources = new ScopedResources(plugin.Manifest!, scope.ServiceProvider);
            resources.Make();
            var context = contexts.Create(plugin, resources);
            return plugin.Source.Factory is null
                ? await LoadAsync(plugin, folder, context, scope, resources).ConfigureAwait(false)
                : await ConstructAsync(plugin, context, scope, resources).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync(plugin.Manifest!.Id, scope).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<PluginActivation> ConstructAsync(PluginDefinition plugin, PluginContext context, AsyncServiceScope scope, ScopedResources resources)
    {
        var instance = Make(plugin, new HostServices(scope.ServiceProvider, plugin.Manifest!, resources))
            ?? throw new PluginLoadException(plugin.Manifest!.Id, $"The factory of plugin '{plugin.Manifest.Id}' returned null. Return an instance of {plugin.Contract!.InterfaceType.FullName}.");
        if (plugin.Contract!.InterfaceType.IsInstanceOfType(instance))
        {
            return new(instance, context, scope, plugin.Source.OwnsInstance);
        }

        if (plugin.Source.OwnsInstance)
        {
            await DisposeAsync(plugin.Manifest!.Id, instance).ConfigureAwait(false);
        }

        throw new PluginLoadException(plugin.Manifest!.Id, $"The object given for plugin '{plugin.Manifest.Id}' is a {instance.GetType().FullName}, which does not implement {plugin.Contract.InterfaceType.FullName}, the contract of the kind '{plugin.Contract.Kind}'.");
    }

    private static object? Make(PluginDefinition plugin, HostServices host)
    {
        try
        {
            return plugin.Source.Factory!(host);
        }
        catch (Exception fault) when (!HostErrors.Is(fault))
        {
            throw new PluginLoadException(plugin.Manifest!.Id, $"The factory of plugin '{plugin.Manifest.Id}' threw {ExceptionText.Full(fault)}", ExceptionText.Loggable(fault));
        }
    }

    private ValueTask<PluginActivation> LoadAsync(PluginDefinition plugin, string? loadFrom, PluginContext context, AsyncServiceScope scope, ScopedResources resources)
    {
        var manifest = plugin.Manifest!;
        var entryPoint = manifest.EntryPoint ?? throw new PluginLoadException(manifest.Id, $"The plugin '{manifest.Id}' has no entry point.");
        var host = new HostServices(scope.ServiceProvider, manifest, resources);
        if ((loadFrom ?? plugin.Source.Folder) is not { } directory)
        {
            // A class of the host's own assemblies is loaded already, and stays in the host's load context.
            return ActivateAsync(() => InTreeClass.Find(manifest.Id, entryPoint, plugin.Source, plugin.Contract!), entryPoint.ClassName, plugin.Source.Path, context, scope, host);
        }

        var folder = new PluginFolder(directory);
        var path = ModuleFile.Find(manifest.Id, entryPoint, folder);
        var className = ModuleCheck.FindClass(manifest.Id, entryPoint, path, plugin.Shared);
        var loadContext = new PluginLoadContext(manifest.Id, path, folder, plugin.Shared, collectible, (name, copy) => _logger.IgnoredCopy(manifest.Id, name, copy.Replace(directory, plugin.Source.Folder, StringComparison.Ordinal)));
        var faults = new LoadFaults(manifest.Id, path, folder, loadContext, plugin.Shared);
        return ActivateAsync(() => PluginTypeLoader.Load(manifest.Id, className, path, loadContext.LoadEntry(), plugin.Contract!), className, path, context, scope, host, loadContext, faults);
    }

    private async ValueTask<PluginActivation> ActivateAsync(
        Func<Type> load,
        string className,
        string? path,
        PluginContext context,
        AsyncServiceScope scope,
        HostServices host,
        PluginLoadContext? loadContext = null,
        LoadFaults? faults = null)
    {
        var id = context.Manifest.Id;
        ServiceProvider? child = null;
        try
        {
            var type = load();
            child = ChildContainer.Build(type, context, contexts.SectionOf(id), loggerFactory, host);
            return new(child.GetRequiredService(type), context, scope, child, loadContext, faults);
        }
        catch (Exception fault)
        {
            var explained = faults?.Explain(fault);
            if (child is not null)
            {
                await DisposeAsync(id, child).ConfigureAwait(false);
            }

            if (loadContext is { IsCollectible: true })
            {
                loadContext.Unload();
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
            _logger.TeardownFailed(id, $"disposing it after its start had failed threw {ExceptionText.Full(fault)}");
        }
    }
}
