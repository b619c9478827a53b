using Dagstack.Extensions.Configuration.Hosting;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Reload;
using Dagstack.Extensions.Configuration.Secrets;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Configuration;

/// <summary>Configuration from layered files, read by type: what other languages call Config. It is always the latest version that was accepted.</summary>
/// <remarks>
/// Thread-safe. Every call reads one version; two calls may read two. <see cref="Freeze"/> keeps one version for as many calls as it takes.
/// Paths are in dot notation: <c>database.servers[1].port</c>, with <c>\.</c> for a dot in a key, <c>[*]</c> for each item of a list, and empty for the root.
/// </remarks>
public sealed partial class DagstackConfig : IDisposable
{
    private readonly ConfigEngine? _engine;
    private readonly ConfigState? _frozen;
    private readonly SecretStore _secrets;
    private readonly bool _isOwner;

    internal DagstackConfig(ConfigEngine engine, bool isOwner) => (_engine, _secrets, _isOwner) = (engine, engine.Secrets, isOwner);

    internal DagstackConfig(ConfigState state, SecretStore secrets) => (_frozen, _secrets) = (state, secrets);

    /// <summary>Gets the files that the configuration is from, lowest first, such as <c>yaml:app-config.yaml</c>. In other languages its name is source_ids.</summary>
    public IReadOnlyList<string> SourceIds => State.SourceIds;

    internal ConfigEngine? Engine => _engine;

    private ConfigState State => _frozen ?? _engine!.Current;

    /// <summary>Loads a file and its layers: <c>.local</c>, the one of the environment, and what the options add, each one over those before it.</summary>
    /// <param name="path">The base file, such as app-config.yaml.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong. All that is wrong is said at once.</exception>
    public static DagstackConfig Load(string path, Action<DagstackConfigOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Load(options => LayerPaths.Discover(path, options.ForLayers), configure);
    }

    /// <summary>Loads the given files and no others, each one over those before it. In other languages its name is load_from.</summary>
    /// <param name="paths">The files, lowest first.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong. All that is wrong is said at once.</exception>
    public static DagstackConfig LoadFrom(IEnumerable<string> paths, Action<DagstackConfigOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Load(options => LayerPaths.Of(paths, options.ForLayers), configure);
    }

    /// <summary>Returns this version of the configuration, which never changes.</summary>
    public DagstackConfig Freeze() => new(State, _secrets);

    /// <summary>Returns all values as canonical JSON, the same bytes in every language, with what looks secret by its name masked. See <c>_meta/secret_patterns.yaml</c>.</summary>
    /// <param name="includeSecrets">Whether secrets of other names are shown as they are, for audits, and not masked too.</param>
    /// <exception cref="ConfigException">A secret is to be shown and has no answer, or a number is not finite.</exception>
    public string Snapshot(bool includeSecrets = false) => new CanonicalJson(includeSecrets ? _secrets.Resolve : static (_, _) => SecretNames.Masked, mask: true).Write(State.Root, string.Empty);

    /// <summary>Returns all values with the files, lines and columns that they are from, for people: secrets are masked, and not asked for.</summary>
    /// <returns>A value for each key, in the order of the keys. See docs/configuration.md.</returns>
    public IReadOnlyList<ConfigEntry> Describe() => EntryList.Of(State.Root);

    /// <summary>Returns a value as canonical JSON, secrets included. See <c>_meta/canonical_json.yaml</c>.</summary>
    /// <param name="path">The path; empty for all. With <c>[*]</c> the value is the list that <see cref="GetList"/> returns.</param>
    /// <exception cref="ConfigException">There is no such path, a secret has no answer, or a number is not finite.</exception>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    public string ToCanonicalJson(string path = "")
    {
        return new CanonicalJson(_secrets.Resolve, mask: false).Write(RequiredKey.Find(State, path), path);
    }

    /// <summary>Returns a token that tells once that the next version was accepted, or that secrets have changed.</summary>
    public IChangeToken GetReloadToken() => _engine?.GetReloadToken() ?? NeverChanges.Instance;

    /// <summary>Reads the files again now, whether they are watched or not.</summary>
    /// <returns>Whether anything has changed.</returns>
    /// <exception cref="ConfigException">The files were refused (<see cref="ConfigErrorReason.ReloadRejected"/>), and the old values stay.</exception>
    /// <exception cref="InvalidOperationException">This is a frozen version.</exception>
    public bool Reload() => Live().Reload();

    /// <summary>Asks again for every secret that has been read, and tells of a change if any is different.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether any is different.</returns>
    /// <exception cref="ConfigException">A source does not answer. All old values stay.</exception>
    /// <exception cref="InvalidOperationException">This is a frozen version.</exception>
    public Task<bool> RefreshSecretsAsync(CancellationToken cancellationToken = default) => Live().RefreshSecretsAsync(cancellationToken);

    /// <summary>Calls back with the old and the new section whenever it has changed. Both have been validated: a change that does not fit the type is refused as a whole.</summary>
    /// <param name="path">The path of the section. With <c>[*]</c> it is the list of what there is in each item.</param>
    /// <param name="handler">Takes the old and the new section. It runs on a thread of the watcher; one that throws is logged.</param>
    /// <typeparam name="T">The type of the section, as for <see cref="GetSection{T}"/>.</typeparam>
    /// <returns>What ends the subscription.</returns>
    /// <remarks>Where nothing watches the files, a warning says so (<c>subscription_without_watch</c>): the handler then runs after <see cref="Reload"/> only.</remarks>
    /// <exception cref="ConfigException">The section as it is now does not fit the type.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c> and the type is not that of a list.</exception>
    /// <exception cref="InvalidOperationException">This is a frozen version.</exception>
    public IDisposable OnSectionChange<T>(string path, Action<T, T> handler)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(handler);
        return Live().Subscribe(path, handler);
    }

    /// <summary>Stops watching. Values can still be read.</summary>
    public void Dispose()
    {
        if (_isOwner)
        {
            _engine!.Dispose();
        }
    }

    private static DagstackConfig Load(Func<DagstackConfigOptions, IReadOnlyList<ConfigLayer>> layers, Action<DagstackConfigOptions>? configure)
    {
        var options = new DagstackConfigOptions();
        configure?.Invoke(options);
        options.Check();
        return new(EngineFactory.Start(layers(options), options), isOwner: true);
    }

    private ConfigEngine Live() => _engine ?? throw new InvalidOperationException("This is one version of the configuration, made by Freeze, and it never changes. Ask the configuration that it was made from.");
}
