using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reload;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration;

/// <summary>How dagstack configuration files are found, read and watched.</summary>
public sealed class DagstackConfigOptions
{
    /// <summary>Gets or sets a value indicating whether the base file may be missing.</summary>
    /// <value>False by default. The files of <c>.local</c> and of the environment may always be.</value>
    public bool Optional
    {
        get => ForLayers.Optional;
        set => ForLayers.Optional = value;
    }

    /// <summary>Gets or sets the folder that relative paths start from.</summary>
    /// <value>By default the base path of the configuration builder, which in a host is the content root; without a builder the current directory.</value>
    public string? BasePath
    {
        get => ForLayers.BasePath;
        set => ForLayers.BasePath = value;
    }

    /// <summary>Gets or sets the name of the environment, whose file is <c>app-config.&lt;name&gt;.yaml</c>.</summary>
    /// <value>Null by default: the variable <c>DAGSTACK_ENV</c> says. An empty name is none.</value>
    public string? EnvironmentName
    {
        get => ForLayers.EnvironmentName;
        set => ForLayers.EnvironmentName = value;
    }

    /// <summary>Gets or sets where <c>${VAR}</c>, <c>${secret:env:VAR}</c> and <c>DAGSTACK_ENV</c> are looked up.</summary>
    /// <value>The variables of the process by default. It returns null for a variable that is not set.</value>
    public Func<string, string?> Variables
    {
        get => ForLayers.Variables;
        set => ForLayers.Variables = value;
    }

    /// <summary>Gets the sources of secrets, beyond <c>env</c>. One with the scheme <c>env</c> stands in the place of the built-in one.</summary>
    public IList<ISecretSource> SecretSources { get; } = [];

    /// <summary>Gets or sets a value indicating whether all secrets are asked for while files are loaded, so that a missing one is found then.</summary>
    /// <value>False by default: each is asked for when it is first read.</value>
    public bool EagerSecrets
    {
        get => ForLayers.EagerSecrets;
        set => ForLayers.EagerSecrets = value;
    }

    /// <summary>Gets or sets how long the value of a secret is used before its source is asked again.</summary>
    /// <value>Five minutes by default; a source may give a shorter time to each value.</value>
    public TimeSpan SecretLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a source may take to answer.</summary>
    /// <value>Ten seconds by default.</value>
    public TimeSpan SecretTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets a value indicating whether the files are watched, and loaded again when they change.</summary>
    /// <value>False by default.</value>
    public bool ReloadOnChange
    {
        get => ForReload.ReloadOnChange;
        set => ForReload.ReloadOnChange = value;
    }

    /// <summary>Gets or sets how often the files are looked at, where notifications of the file system do not arrive: network shares, some containers.</summary>
    /// <value>Null by default: they are not polled. It may be combined with <see cref="ReloadOnChange"/>.</value>
    public TimeSpan? PollInterval
    {
        get => ForReload.PollInterval;
        set => ForReload.PollInterval = value;
    }

    /// <summary>Gets or sets how long the files have to stay as they are before a change is taken for complete.</summary>
    /// <value>A quarter of a second by default. Files that never stay as they are are taken after 20 times as long, as they are then.</value>
    public TimeSpan StableWindow
    {
        get => ForReload.StableWindow;
        set => ForReload.StableWindow = value;
    }

    /// <summary>Gets or sets how many bytes a file may have.</summary>
    /// <value>16 MiB by default.</value>
    public int MaxFileSize
    {
        get => ForLayers.MaxFileSize;
        set => ForLayers.MaxFileSize = value;
    }

    /// <summary>Gets or sets what is called when changed files are refused. The old values stay.</summary>
    /// <value>Null by default. It is called on a thread of the watcher, once for each state of the files that is refused.</value>
    public Action<ConfigException>? OnReloadRejected
    {
        get => ForReload.OnReloadRejected;
        set => ForReload.OnReloadRejected = value;
    }

    /// <summary>Gets or sets where warnings go, such as that of a refused change.</summary>
    /// <value>Null by default: with <c>services.AddDagstackConfig()</c> they go to the host's logs, and before or without it to <see cref="System.Diagnostics.Trace"/>.</value>
    public ILogger? Logger
    {
        get => ForReload.Logger;
        set => ForReload.Logger = value;
    }

    /// <summary>Gets or sets the clock for secrets and for watching.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider TimeProvider
    {
        get => ForReload.TimeProvider;
        set => ForReload.TimeProvider = value;
    }

    internal LayerOptions ForLayers { get; } = new();

    internal ReloadOptions ForReload { get; } = new();

    /// <summary>Adds a file over all others that have been added, the discovered ones among them.</summary>
    /// <param name="path">The file, with the extension .yaml, .yml, .json or .toml.</param>
    /// <param name="optional">Whether it may be missing.</param>
    public DagstackConfigOptions AddLayer(string path, bool optional = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ForLayers.Add(path, optional);
        return this;
    }

    /// <summary>Adds a check that every version of the configuration has to pass, the first one and every change.</summary>
    /// <param name="check">Throws <see cref="ConfigException"/> if something is wrong: <c>config => config.GetSection&lt;DatabaseOptions&gt;("database")</c> does.</param>
    public DagstackConfigOptions Validate(Action<DagstackConfig> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        ForReload.Add((state, secrets) => check(new(state, secrets)));
        return this;
    }

    /// <exception cref="ArgumentOutOfRangeException">A time or a size is not one.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Variables);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SecretLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SecretTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(StableWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileSize, 1);
        if (PollInterval is { } interval)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero, nameof(PollInterval));
        }
    }
}
