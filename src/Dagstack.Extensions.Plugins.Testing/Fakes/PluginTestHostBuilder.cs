using Dagstack.Extensions.Plugins.Testing.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Makes a whole host in memory: plugins as in an application, with fakes for their resources.</summary>
/// <remarks>What is set is used by each host that is started; the fakes of two hosts are two.</remarks>
public sealed class PluginTestHostBuilder
{
    private readonly Dictionary<string, string?> _configuration = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<DagstackPluginOptions>> _plugins = [];
    private readonly List<Action<IServiceCollection>> _services = [];

    /// <summary>Gets or sets where the clock stands.</summary>
    /// <value><see cref="FrozenClock.DefaultStart"/> by default.</value>
    public DateTimeOffset Now { get; set; } = FrozenClock.DefaultStart;

    /// <summary>Gets or sets the seed from which each plugin's random generator begins.</summary>
    /// <value>0 by default.</value>
    public ulong Seed { get; set; }

    /// <summary>Says where plugins are, and whatever else the host's options have.</summary>
    /// <param name="configure">As in AddDagstackPlugins, for example <c>o => o.Discover("plugins/fixed")</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public PluginTestHostBuilder ConfigurePlugins(Action<DagstackPluginOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _plugins.Add(configure);
        return this;
    }

    /// <summary>Registers services of the host, before the fakes: a <see cref="BlobStore"/> or a <see cref="PluginTenant"/> here is taken instead of the fake.</summary>
    /// <param name="configure">Registers them.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public PluginTestHostBuilder ConfigureServices(Action<IServiceCollection> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _services.Add(configure);
        return this;
    }

    /// <summary>Sets a value of the host's configuration.</summary>
    /// <param name="key">The whole key, as <c>chunker:fixed:max_size</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty.</exception>
    public PluginTestHostBuilder WithConfiguration(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _configuration[key] = value;
        return this;
    }

    /// <summary>Builds a host and sets its plugins up.</summary>
    /// <remarks>A plugin that cannot start is unavailable, as in an application; <see cref="PluginTestHost.Status"/> says why.</remarks>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The host, to be disposed.</returns>
    public async Task<PluginTestHost> StartAsync(CancellationToken cancellationToken = default)
    {
        var fakes = new HostFakes(Now);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(_configuration).Build());
        _services.ForEach(configure => configure(services));
        AddFakes(services, fakes);
        services.AddDagstackPlugins(options =>
        {
            options.HealthInterval = Timeout.InfiniteTimeSpan;
            options.UseProgress((_, _) => fakes.Progress);
            options.UseTempRoot(fakes.TempRoot);
            options.UseCheckpoints(fakes.Checkpoints);
            options.ConfigureHttpClients((_, client) => client.SetHandlerLifetime(Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(() => new UndisposedHandler(fakes.Http)));
            _plugins.ForEach(configure => configure(options));
        });
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var host = new PluginTestHost(provider, fakes);
        try
        {
            await provider.SetupPluginsAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void AddFakes(ServiceCollection services, HostFakes fakes)
    {
        services.TryAddSingleton<BlobStore>(fakes.Blobs);
        services.TryAddScoped<PluginTenant>(_ => fakes.Tenant);

        // The host's own time, of deadlines and health, is real: a plugin that never ends must not hang a test.
        services.AddScoped<Clock>(_ => fakes.Clock);
        services.AddScoped<Rng>(_ => new DeterministicRng(Seed));
    }
}
