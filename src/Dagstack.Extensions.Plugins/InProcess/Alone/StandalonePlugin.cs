using System.Text.Json;
using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.InProcess;
using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Sinks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin in a process without a host: the runtime <c>in_process</c> loads, constructs and ends it as it does in a host.</summary>
/// <remarks>
/// For those that run plugins elsewhere, in a process that has nothing but the plugin. Its load context cannot be unloaded: the process ends. Services of a host,
/// other plugins and events there are not; who takes them gets a <see cref="RuntimeNotSupportedException"/>. See §8.7 of the plugin contract.
/// </remarks>
public sealed class StandalonePlugin
{
    private readonly PluginId _id;
    private readonly PluginInstance _instance;
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private StandalonePlugin(PluginId id, PluginInstance instance, ServiceProvider services, AsyncServiceScope scope) =>
        (_id, _instance, _services, _scope) = (id, instance, services, scope);

    /// <summary>Gets the plugin's object, of its contract.</summary>
    public object Target => _instance.Target;

    /// <summary>Gets a value indicating whether it runs units of work itself, other than by the only hook of its contract.</summary>
    public bool RunsUnits => _instance.RunsUnits;

    /// <summary>Looks whether a plugin's class takes what only a host can give it, by its metadata: nothing of it is loaded.</summary>
    /// <remarks>Parameters with a default value get that one. What a class registers for itself, by <see cref="IPluginServices"/>, is not known before it is loaded.</remarks>
    /// <param name="plugin">The plugin, which has a folder and an entry point. What cannot be read of it is no reason here; its start says so.</param>
    /// <param name="services">The services of the host that it would be given by the runtime <c>in_process</c>.</param>
    /// <returns>Why it cannot run without a host; null if it can, as far as is known.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static PluginRefusal? Check(PluginDescription plugin, IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(services);
        if (ModuleFile.FindSource(plugin) is { } source)
        {
            return new(PluginErrorCodes.RuntimeNotSupported, $"its module is '{source}', which is compiled in the process of a host only. Use the runtime '{PluginRuntimes.InProcess}', or build it into the folder as '{Path.ChangeExtension(source, ".dll")}'.");
        }

        return HostParameters.Find(plugin, services) is { Count: > 0 } found
            ? new(PluginErrorCodes.RuntimeNotSupported, $"the constructor of its class takes {string.Join(", and ", found)}, which only the process of the host can give. Use the runtime '{PluginRuntimes.InProcess}', give the parameter a default value, or let the plugin have what it needs by its configuration.")
            : null;
    }

    /// <summary>Tells whether a file is code of .NET, so that a change of it makes another plugin: an assembly, a native library, or what tells where they lie.</summary>
    /// <remarks>What the runtime <c>in_process</c> says of files, for runtimes whose plugins are loaded elsewhere.</remarks>
    /// <param name="path">The file.</param>
    /// <returns>False for all else, such as what a plugin writes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static bool IsCode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CodeFile.Is(path);
    }

    /// <summary>Looks whether an assembly is there as a whole, and not being written.</summary>
    /// <remarks>What the runtime <c>in_process</c> says of files, for runtimes whose plugins are loaded elsewhere.</remarks>
    /// <param name="path">The full path of a file. One that does not end with <c>.dll</c> is whole.</param>
    /// <returns>What is missing, as the end of a sentence that has the file as its subject; null if it is whole, as far as one can tell.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static string? FindComplaint(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return WholeFile.ComplaintOf(path);
    }

    /// <summary>Loads a plugin's class, and makes an object of it.</summary>
    /// <param name="settings">What it is given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The plugin, not yet set up.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    /// <exception cref="RuntimeNotSupportedException">Its class takes what only a host can give.</exception>
    /// <exception cref="PluginRegistryException">It cannot be loaded, constructed or configured, or lacks a resource that it requires.</exception>
    public static async ValueTask<StandalonePlugin> LoadAsync(StandalonePluginSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = ServicesOf(settings);
        var services = given.BuildServiceProvider();
        var scope = services.CreateAsyncScope();
        try
        {
            var runtime = new InProcessRuntime([settings.Contract], settings.Loggers, new GuardedLogger(settings.Loggers.CreateLogger(Log.Category)), new(() => given), new(static () => [], TimeProvider.System), isCollectible: false);
            var instance = await runtime.CreateAsync(ContextOf(settings, scope.ServiceProvider), cancellationToken).ConfigureAwait(false);
            return new(settings.Manifest.Id, instance, services, scope);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sets the plugin up, and starts its background services.</summary>
    /// <param name="cancellationToken">Handed to the plugin.</param>
    /// <returns>A task that completes when calls can be served.</returns>
    public ValueTask SetupAsync(CancellationToken cancellationToken = default) => _instance.SetupAsync(cancellationToken);

    /// <summary>Runs a unit of work by the plugin's <see cref="IUnitOfWork"/>.</summary>
    /// <param name="args">Its arguments: an object.</param>
    /// <param name="unit">What the unit is, and where its progress and its checkpoint go.</param>
    /// <param name="cancellationToken">Handed to the plugin.</param>
    /// <returns>Its output; null for none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="unit"/> is null.</exception>
    /// <exception cref="NotSupportedException">The plugin has none: see <see cref="RunsUnits"/>.</exception>
    public ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken = default) =>
        WithinUnitAsync(unit, guarded => _instance.RunUnitAsync(args, guarded, cancellationToken));

    /// <summary>Does something within a unit of work, such as a call of a hook: progress and checkpoint of the plugin are those of the unit meanwhile. Nothing is saved for it afterwards.</summary>
    /// <param name="unit">What the unit is, and where its progress and its checkpoint go.</param>
    /// <param name="work">What is done, given what the plugin may be given.</param>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public async ValueTask<TResult> WithinUnitAsync<TResult>(UnitContext unit, Func<UnitContext, ValueTask<TResult>> work)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(work);
        var running = new RunningUnit(_id, unit, TimeProvider.System);
        try
        {
            using var inside = running.Enter();
            return await work(running.Context).ConfigureAwait(false);
        }
        finally
        {
            await running.CloseAsync(TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the plugin how it is. One that does not say is healthy, and degraded when a background service of it has ended by an exception.</summary>
    /// <param name="cancellationToken">Handed to the plugin.</param>
    /// <returns>The answer.</returns>
    public async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        var answer = _instance.ReportsHealth ? await _instance.CheckHealthAsync(cancellationToken).ConfigureAwait(false) : HealthCheckResult.Healthy();
        return answer.Status == HealthStatus.Healthy && _instance.Fault is { } fault ? HealthCheckResult.Degraded(fault) : answer;
    }

    /// <summary>Ends the plugin: stops its background services, tears it down and disposes what was made for it. To be called once, also if the setup failed.</summary>
    /// <param name="cancellationToken">Cancelled when the time is over.</param>
    /// <returns>Whether everything is released, as far as the plugin says.</returns>
    /// <exception cref="TeardownErrorsException">A step failed; the others were made.</exception>
    public async ValueTask<bool> EndAsync(CancellationToken cancellationToken = default)
    {
        var ending = new PluginEnding(cancellationToken);
        await _instance.EndAsync(ending).ConfigureAwait(false);
        await ending.TryAsync("disposing its services", async () =>
        {
            await _scope.DisposeAsync().ConfigureAwait(false);
            await _services.DisposeAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        return ending.Fault is { } fault ? throw new TeardownErrorsException([new(_id, fault)]) : ending.Released;
    }

    private static ServiceCollection ServicesOf(StandalonePluginSettings settings)
    {
        var services = new ServiceCollection();
        var catalog = new ResourceCatalog(new());
        services.AddSingleton(catalog);
        services.AddSingleton<WithoutHost>();
        services.AddScoped<PluginScope>();
        services.AddTransient<ResourceEnd>();
        foreach (var (name, resource) in settings.Resources)
        {
            var type = catalog.Find(name)?.ServiceType;
            if (type?.IsInstanceOfType(resource) is not true)
            {
                throw new ArgumentException($"'{name}' is {(type is null ? $"no resource that every host has.{catalog.HintFor(name)}" : $"a {type.FullName}, and a {resource.GetType().FullName} was given.")}", nameof(settings));
            }

            services.AddSingleton(type, resource);
            services.AddKeyedSingleton(type, name, resource);
        }

        return services;
    }

    private static PluginInstanceContext ContextOf(StandalonePluginSettings settings, IServiceProvider services)
    {
        var (manifest, id) = (settings.Manifest, settings.Manifest.Id);
        var resources = new ScopedResources(manifest, services);
        resources.Make();
        var folder = settings.OwnFolder ?? settings.Folder;
        var runsUnits = manifest.UnitOfWork is { Declared: true };
        var context = new PluginContext
        {
            Manifest = manifest,
            Configuration = settings.Configuration.GetSection($"{id.Kind}:{id.Name}"),
            Logger = new PluginLog(new GuardedLogger(settings.Loggers.CreateLogger($"plugin.{id.Kind}.{id.Name}"), keepsText: true), manifest),
            Resources = resources,
            Progress = runsUnits ? new CurrentProgress(id, settings.Progress, TimeProvider.System) : settings.Progress,
            Checkpoint = runsUnits ? new CurrentCheckpoint(id, settings.Checkpoint) : settings.Checkpoint,
            Events = new EventsOfNobody(manifest),
            Tenant = new TenantOfNobody(manifest),
            Registry = new RegistryOfNobody(manifest),
            Folder = folder,
            CountCalls = settings.CountCalls,
        };
        return new(new(manifest, settings.Contract) { Folder = folder }, context, services, new(settings.Configuration, new(), id.Kind, id.Name)) { Folder = settings.Folder };
    }
}
