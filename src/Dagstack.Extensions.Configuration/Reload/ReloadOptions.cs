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

    public void Add(Action<ConfigState, SecretStore> check) => _checks.Add(check);

    /// <summary>Has the application check a version.</summary>
    /// <exception cref="ConfigException">It does not pass.</exception>
    public void Check(ConfigState candidate, SecretStore secrets)
    {
        foreach (var check in _checks)
        {
            try
            {
                check(candidate, secrets);
            }
            catch (Exception exception) when (exception is not ConfigException)
            {
                throw new ConfigException(ConfigErrorReason.ValidationFailed, string.Empty, $"a check of the application failed: {exception.Message}", exception);
            }
        }
    }
}
