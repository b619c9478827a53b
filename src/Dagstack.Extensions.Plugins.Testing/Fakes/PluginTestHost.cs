using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A host in memory whose plugins have been set up. Disposing it tears them down.</summary>
public sealed class PluginTestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HostFakes _fakes;

    internal PluginTestHost(ServiceProvider services, HostFakes fakes)
    {
        _services = services;
        _fakes = fakes;
        Events.Subscribe<object?>(
            "*",
            (published, _) =>
            {
                fakes.Events.Add(new() { Topic = published.Topic, Payload = published.Payload, Publisher = published.Publisher });
                return default;
            },
            new() { Capacity = int.MaxValue });
    }

    /// <summary>Gets the host's services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Gets the registry of the host's plugins.</summary>
    public IPluginRegistry Registry => _services.GetRequiredService<IPluginRegistry>();

    /// <summary>Gets the clock of all plugins.</summary>
    public FrozenClock Clock => _fakes.Clock;

    /// <summary>Gets the blobs of all plugins, each below <c>kind/name/</c>.</summary>
    public InMemoryBlobStore Blobs => _fakes.Blobs;

    /// <summary>Gets the checkpoints of all plugins, each below <c>kind/name/</c>.</summary>
    public InMemoryBlobStore Checkpoints => _fakes.Checkpoints;

    /// <summary>Gets what plugins have reported.</summary>
    public InMemoryProgress Progress => _fakes.Progress;

    /// <summary>Gets the events of the application, which plugins hear and by which it hears them, as in an application.</summary>
    public PluginEvents Events => _services.GetRequiredService<PluginEvents>();

    /// <summary>Gets the events that plugins and the test have published, as far as they have arrived: <see cref="WaitForEventAsync"/> waits for one.</summary>
    public IReadOnlyList<PublishedEvent> PublishedEvents => _fakes.Events.Published;

    /// <summary>Gets what decides for all plugins what tenants may do, unless <see cref="PluginTestHostBuilder.ConfigureServices"/> has registered another <see cref="PluginTenant"/>.</summary>
    public FakeTenant Tenant => _fakes.Tenant;

    /// <summary>Gets what answers the requests of plugins.</summary>
    public FakeHttpHandler Http => _fakes.Http;

    /// <summary>Gets a plugin.</summary>
    /// <param name="key">Its key, <c>kind:name</c>, or <c>kind</c> for the active one.</param>
    /// <typeparam name="TContract">The contract of its kind.</typeparam>
    /// <returns>The plugin. Calls of one that is not ready throw.</returns>
    /// <exception cref="InvalidOperationException">There is no such plugin.</exception>
    public TContract Get<TContract>(string key)
        where TContract : class => _services.GetRequiredKeyedService<TContract>(key);

    /// <summary>Runs a unit of work, as an executor would.</summary>
    /// <param name="plugin">The plugin: its name where only one plugin has that, else <c>kind:name</c>.</param>
    /// <param name="args">The arguments: the JSON text of an object.</param>
    /// <param name="unit">The unit, with what was saved of it before; null for a new one.</param>
    /// <param name="cancellationToken">Cancels the unit.</param>
    /// <returns>Its output; null for none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="plugin"/> or <paramref name="args"/> is null.</exception>
    /// <exception cref="UnitRefusedException">The plugin runs no units. The message says what to change.</exception>
    /// <exception cref="UnitInterruptedException">The plugin was not up, or it stopped meanwhile.</exception>
    public ValueTask<JsonElement?> RunUnitAsync(string plugin, [StringSyntax(StringSyntaxAttribute.Json)] string args, RecordingUnit? unit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(args);
        var units = _services.GetRequiredService<IPluginUnits>();
        return units.RunAsync(units.Find(plugin).Id, JsonElement.Parse(args), (unit ?? new(time: Clock)).Context, cancellationToken);
    }

    /// <summary>Waits for the first event of a topic, if it has not come already.</summary>
    /// <param name="topic">The topic, as it is published.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is null.</exception>
    public Task<PublishedEvent> WaitForEventAsync(string topic, CancellationToken cancellationToken = default) => _fakes.Events.WaitForAsync(topic, cancellationToken);

    /// <summary>Gets the state of a plugin, and why it is in it.</summary>
    /// <param name="id">Its identity, <c>kind:name</c>.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InvalidOperationException">There is no such plugin.</exception>
    public PluginStatus Status(string id) => Registry.Find(PluginId.Parse(id))
        ?? throw new InvalidOperationException($"The host has no plugin '{id}'. It has: {(Registry.Plugins.Count == 0 ? "none" : string.Join(", ", Registry.Plugins))}. Correct the identity, or the folder that {nameof(PluginTestHostBuilder.ConfigurePlugins)} names.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        _fakes.Dispose();
    }
}
