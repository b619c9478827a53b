namespace Dagstack.Extensions.Plugins;

/// <summary>Services or endpoints of the host ask for plugins by keys that no such plugin has.</summary>
/// <param name="keys">The parameters and their keys.</param>
/// <param name="manifests">Manifests that gave no key, which may be the plugins that are meant.</param>
/// <param name="message">Which parameters, which keys, and what to do.</param>
public sealed class PluginKeyException(IReadOnlyList<PluginKeyProblem> keys, IReadOnlyList<string> manifests, string message)
    : PluginRegistryException(message)
{
    /// <summary>Gets the parameters and their keys, ordinal by class, or by what else asks.</summary>
    public IReadOnlyList<PluginKeyProblem> Keys { get; } = keys;

    /// <summary>Gets manifests whose plugin has no key, since kind or name cannot be read or the kind is not known.</summary>
    public IReadOnlyList<string> Manifests { get; } = manifests;
}
