using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Reload;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>All layers as one provider: lists are replaced whole, which providers on top of each other cannot do.</summary>
internal sealed class DagstackConfigProvider(string path, DagstackConfigOptions options) : ConfigurationProvider, IHostLogged, IDisposable
{
    private ConfigEngine? _engine;
    private volatile FlatKeys? _flat;

    /// <summary>Gets the typed view of the same values.</summary>
    /// <exception cref="InvalidOperationException">It has not been loaded.</exception>
    public ConfigEngine Engine => _engine ?? throw new InvalidOperationException($"'{path}' has not been loaded yet. Build the configuration first.");

    public override void Load()
    {
        if (_engine is null)
        {
            _engine = EngineFactory.Start(LayerPaths.Discover(path, options.ForLayers), options, Prepare, OnReload);
            return;
        }

        // Refused files are logged, and do not keep other providers from being loaded.
        _engine.Offer();
    }

    public override bool TryGet(string key, out string? value)
    {
        if (_flat is not { } flat || !flat.Data.TryGetValue(key, out value))
        {
            value = null;
            return false;
        }

        if (value is null && flat.Secrets is { } secrets && secrets.TryGetValue(key, out var secret))
        {
            value = Engine.Secrets.Resolve(secret, key);
        }

        return true;
    }

    /// <summary>Tells whether a value is from a source of secrets, for those who show values.</summary>
    public bool IsSecret(string key) => _flat?.Secrets?.ContainsKey(key) == true;

    public override void Set(string key, string? value)
    {
        _flat?.Secrets?.Remove(key);
        base.Set(key, value);
    }

    public void UseHostLogger(ILogger logger) => Engine.UseHostLogger(logger);

    public void Dispose() => _engine?.Dispose();

    public override string ToString() => $"dagstack config ({path})";

    [SuppressMessage("Style", "IDE0200", Justification = "The closure is made once per version.")]
    private Action Prepare(ConfigState state)
    {
        var flat = FlatKeys.Of(state.Root);
        return () =>
        {
            Data = flat.Data;
            _flat = flat;
        };
    }
}
