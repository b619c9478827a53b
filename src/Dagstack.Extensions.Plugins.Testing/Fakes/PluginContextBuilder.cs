using Dagstack.Extensions.Plugins.Testing.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Makes a <see cref="PluginContext"/> for a test that calls a plugin's setup itself.</summary>
/// <remarks>Everything has a fake by default: a <see cref="FrozenClock"/>, a <see cref="DeterministicRng"/>, blobs, progress, checkpoints and events in memory, no configuration.</remarks>
public sealed class PluginContextBuilder
{
    private readonly Dictionary<string, string?> _configuration = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> _resources = new(StringComparer.Ordinal);
    private PluginManifest _manifest;

    /// <summary>Starts with a plugin's identity.</summary>
    /// <param name="id">The identity, <c>kind:name</c>.</param>
    /// <exception cref="FormatException"><paramref name="id"/> is not of that form.</exception>
    public PluginContextBuilder(string id)
    {
        _manifest = new() { Id = PluginId.Parse(id) };
        Progress = new(Clock);
        _resources["clock"] = Clock;
        _resources["rng"] = Rng;
        _resources["blob_store"] = Blobs;
    }

    /// <summary>Gets the resource <c>clock</c>.</summary>
    public FrozenClock Clock { get; } = new();

    /// <summary>Gets the resource <c>rng</c>.</summary>
    public DeterministicRng Rng { get; } = new();

    /// <summary>Gets the resource <c>blob_store</c>.</summary>
    public InMemoryBlobStore Blobs { get; } = new();

    /// <summary>Gets what is reported.</summary>
    public InMemoryProgress Progress { get; }

    /// <summary>Gets what is saved.</summary>
    public InMemoryCheckpoint Checkpoint { get; } = new();

    /// <summary>Gets what is published, and what calls the plugin's handlers.</summary>
    public RecordingEvents Events { get; } = new();

    /// <summary>Gets what allows what is done, and keeps what it was asked.</summary>
    public FakeTenant Tenant { get; } = new();

    /// <summary>Takes a whole manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="manifest"/> is null.</exception>
    public PluginContextBuilder WithManifest(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        _manifest = manifest;
        return this;
    }

    /// <summary>Sets a value of the plugin's section.</summary>
    /// <param name="key">The key within the section, as <c>max_size</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty.</exception>
    public PluginContextBuilder WithConfiguration(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _configuration[$"{_manifest.Id}:{key}"] = value;
        return this;
    }

    /// <summary>Adds a resource, or puts one in the place of another.</summary>
    /// <param name="name">Its name, as <c>http_client</c>.</param>
    /// <param name="resource">The resource, which the caller disposes.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="resource"/> is null.</exception>
    public PluginContextBuilder WithResource(string name, object resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(resource);
        _resources[name] = resource;
        return this;
    }

    /// <summary>Makes the context. It has the resources that the manifest declares; all, if it declares none.</summary>
    /// <returns>The context.</returns>
    public PluginContext Build()
    {
        var declared = _manifest.Resources.Required.Concat(_manifest.Resources.Optional).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Manifest = _manifest,
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(_configuration).Build().GetSection(_manifest.Id.ToString()),
            Logger = NullLoggerFactory.Instance.CreateLogger($"plugin.{_manifest.Id.Kind}.{_manifest.Id.Name}"),
            Resources = new FakeResources(_manifest.Id, _resources.Where(pair => declared.Count == 0 || declared.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal)),
            Progress = Progress,
            Checkpoint = Checkpoint,
            Events = Events,
            Tenant = Tenant,
            Registry = new EmptyRegistry(),
        };
    }
}
