using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Secrets;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>How files are watched, and what a version has to pass. What each means, <see cref="DagstackConfigOptions"/> says.</summary>
internal sealed class ReloadOptions
{
    private readonly List<Action<ConfigState, SecretStore>> _checks = [];

    public bool ReloadOnChange { get; set; }

    public TimeSpan? PollInterval { get; set; }

    public TimeSpan StableWindow { get; set; } = TimeSpan.FromMilliseconds(250);

    public Action<ConfigException>? OnReloadRejected { get; set; }

    public ILogger? Logger { get; set; }

    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    public IReadOnlyList<Action<ConfigState, SecretStore>> Checks => _checks;

    public void Add(Action<ConfigState, SecretStore> check) => _checks.Add(check);
}
