namespace Dagstack.Extensions.Plugins;

/// <summary>One value of a plugin's effective configuration.</summary>
/// <remarks>See §10 of the plugin contract.</remarks>
public sealed class PluginConfigurationEntry
{
    /// <summary>Gets the full path, as the provider has it.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the value, or <c>[MASKED]</c> where the name is that of a secret.</summary>
    public string? Value { get; init; }

    /// <summary>Gets the configuration provider that the value is from.</summary>
    /// <value>Null where the configuration does not say.</value>
    public string? Provider { get; init; }
}
