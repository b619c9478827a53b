using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>The runtime <c>in_process</c>: an assembly in a load context of its own, or an object given in code.</summary>
internal sealed class InProcessRuntime(IServiceScopeFactory scopes, PluginContexts contexts, ILoggerFactory loggerFactory, bool collectible) : IPluginRuntime
{
    private readonly ILogger _logger = loggerFactory.CreateLogger(Log.Category);

    public string Name => PluginRuntimes.InProcess;

    public int Rank => 0;

    public async ValueTask<PluginActivation> ActivateAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var resources = new ScopedResources(entry.Manifest!, scope.ServiceProvider);
            resources.EnsureRequired();
            var context = contexts.Create(entry, resources);
            return entry.Source.Factory is null
                ? await LoadAsync(entry, context, scope, resources).ConfigureAwait(false)
                : await ConstructAsync(entry, context, scope, resources).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync(entry.Manifest!.Id, scope).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<PluginActivation> ConstructAsync(PluginEntry entry, PluginContext context, AsyncServiceScope scope, ScopedResources resources)
    {
        var instance = Make(entry, new HostServices(scope.ServiceProvider, entry.Manifest!, resources))
            ?? throw new PluginLoadException(entry.Manifest!.Id, $"The factory of plugin '{entry.Manifest.Id}' returned null. Return an instance of {entry.Contract!.InterfaceType.FullName}.");
        if (entry.Contract!.InterfaceType.IsInstanceOfType(instance))
        {
            return new(instance, context, scope, child: null, loadContext: null, entry.Source.OwnsInstance);
        }

        if (entry.Source.OwnsInstance)
        {
            await DisposeAsync(entry.Manifest!.Id, instance).ConfigureAwait(false);
        }

        throw new PluginLoadException(entry.Manifest!.Id, $"The object given for plugin '{entry.Manifest.Id}' is a {instance.GetType().FullName}, which does not implement {entry.Contract.InterfaceType.FullName}, the contract of the kind '{entry.Contract.Kind}'.");
    }

    private static object? Make(PluginEntry entry, HostServices host)
    {
        try
        {
            return entry.Source.Factory!(host);
        }
        catch (Exception fault) when (fault is not PluginRegistryException)
        {
            throw new PluginLoadException(entry.Manifest!.Id, $"The factory of plugin '{entry.Manifest.Id}' threw {fault.GetType().FullName}: {fault.Message}", fault);
        }
    }

    private async ValueTask<PluginActivation> LoadAsync(PluginEntry entry, PluginContext context, AsyncServiceScope scope, ScopedResources resources)
    {
        var manifest = entry.Manifest!;
        var entryPoint = manifest.EntryPoint ?? throw new PluginLoadException(manifest.Id, $"The plugin '{manifest.Id}' has no entry point.");
        var path = entry.Source.Folder is { } folder ? PluginTypeLoader.FindModule(manifest.Id, entryPoint, folder) : entry.Source.Path!;
        try
        {
            // A class of the host's own assemblies is loaded already, and stays in the host's load context.
            PluginLoadContext? loadContext = null;
            Type type;
            if (entry.Source.Folder is null)
            {
                type = PluginTypeLoader.FindInTree(manifest.Id, entryPoint, entry.Source, entry.Contract!);
            }
            else
            {
                ContractVersionCheck.EnsureNotNewer(manifest.Id, path, entry.Shared);
                loadContext = new(manifest.Id, path, entry.Shared, collectible, (name, copy) => _logger.IgnoredCopy(manifest.Id, name, copy));
                type = PluginTypeLoader.FindClass(manifest.Id, entryPoint, loadContext.LoadEntry(), entry.Contract!);
            }

            var child = ChildContainer.Build(type, context, contexts.SectionOf(manifest.Id), loggerFactory, new HostServices(scope.ServiceProvider, manifest, resources));
            return await ActivateAsync(type, context, scope, child, loadContext).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MissingMemberException)
        {
            throw new PluginLoadException(manifest.Id, $"The module '{path}' of plugin '{manifest.Id}' cannot be loaded: {fault.Message} Check that it is a .NET assembly for this framework and that the assemblies it needs lie beside it.", fault);
        }
    }

    private async ValueTask<PluginActivation> ActivateAsync(Type type, PluginContext context, AsyncServiceScope scope, ServiceProvider child, PluginLoadContext? loadContext)
    {
        try
        {
            return new(child.GetRequiredService(type), context, scope, child, loadContext, ownsInstance: true);
        }
        catch
        {
            await DisposeAsync(context.Manifest.Id, child).ConfigureAwait(false);
            throw;
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
            _logger.TeardownFailed(id, $"disposing it after its start had failed threw {fault.GetType().FullName}: {fault.Message}");
        }
    }
}
