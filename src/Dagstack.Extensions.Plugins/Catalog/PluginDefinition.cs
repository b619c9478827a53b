using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Runtimes;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>What a plugin is: its manifest as checked against a host, and where its instances come from. A reload may bring another one.</summary>
internal sealed class PluginDefinition
{
    private readonly HostedRuntime? _runtime;
    private IReadOnlyList<string>? _injectedKeys;

    public PluginDefinition(FoundPlugin source, ManifestLoadResult checkedManifest, PluginContract? contract, HostedRuntime? runtime)
    {
        (Source, Checked, Contract, _runtime) = (source, checkedManifest, contract, runtime);
        Description = Checked.Manifest is not { } manifest || contract is null ? null : new(manifest, contract)
        {
            Folder = source.Folder,
            Path = source.Path,
            Assembly = source.Assembly,
            Class = source.Class,
            Factory = source.Factory,
            OwnsInstance = source.OwnsInstance,
        };
        Code = runtime is null ? null : new PluginCodeFiles(runtime, Description);
        StartTimeout = Manifest?.StartupTimeout ?? default;
        Refusal = Description is { } described ? Runtime.Check(described) ?? AskTimes(described) : null;
    }

    public FoundPlugin Source { get; }

    /// <summary>Gets a value indicating whether there is a list of trusted publishers, and nobody who says to have published the plugin is on it.</summary>
    public bool IsUntrusted { get; init; }

    /// <summary>Gets the manifest as checked against this host.</summary>
    public ManifestLoadResult Checked { get; }

    /// <summary>Gets the manifest; null if it is not valid for this host.</summary>
    public PluginManifest? Manifest => Checked.Manifest;

    public PluginContract? Contract { get; }

    /// <summary>Gets what a runtime is told of it; null if its manifest is not valid for this host.</summary>
    public PluginDescription? Description { get; }

    /// <summary>Gets what runs it.</summary>
    /// <exception cref="InvalidOperationException">Its manifest is not valid for this host.</exception>
    public HostedRuntime Runtime => _runtime ?? throw new InvalidOperationException($"Nothing runs '{Name}': its manifest is not valid for this host.");

    /// <summary>Gets what knows which files of its folder are code; null if nothing runs it.</summary>
    public ICodeFiles? Code { get; }

    /// <summary>Gets what the plugin is called in messages: its identity, or the path of a manifest that has none.</summary>
    public string Name => Source.Id?.ToString() ?? (Source.Path is { } path ? Excerpt.Printable(path) : "(no name)");

    /// <summary>Gets a value indicating whether it is known which keys the code takes other plugins by.</summary>
    public bool HasInjectedKeys => _injectedKeys is not null;

    /// <summary>Gets the keys by which the code takes other plugins, looked for once.</summary>
    public IReadOnlyList<string> InjectedKeys => _injectedKeys ??= Description is { } description ? FindKeys(description) : [];

    /// <summary>Gets why its keys could not be looked for; null if they could.</summary>
    public PluginRefusal? KeysFault { get; private set; }

    /// <summary>Gets what the runtime has against it; null for nothing. It is asked once, by whoever defines the plugin.</summary>
    public PluginRefusal? Refusal { get; }

    /// <summary>Gets how long its runtime lets a call take; null for as long as it takes.</summary>
    public TimeSpan? CallTimeout { get; private set; }

    /// <summary>Gets how long a start may take as a whole.</summary>
    public TimeSpan StartTimeout { get; private set; }

    private PluginRefusal? AskTimes(PluginDescription description)
    {
        (CallTimeout, StartTimeout, var fault) = Runtime.AskTimes(description);
        return fault;
    }

    private IReadOnlyList<string> FindKeys(PluginDescription description)
    {
        (var keys, KeysFault) = Runtime.FindInjectedKeys(description);
        return keys;
    }
}
