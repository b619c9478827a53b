namespace Dagstack.Extensions.Plugins;

/// <summary>Makes instances of the plugins of one runtime.</summary>
internal interface IPluginRuntime
{
    /// <summary>Gets the name that manifests give under <c>runtime</c>.</summary>
    string Name { get; }

    /// <summary>Gets the rank in the order of starts: lower ones start earlier.</summary>
    int Rank { get; }

    /// <summary>Makes an instance, not yet set up.</summary>
    /// <param name="plugin">What the plugin is.</param>
    /// <param name="folder">Where its files are to be loaded from; null for the folder that it was found in.</param>
    /// <param name="cancellationToken">Cancelled when the start takes too long.</param>
    /// <returns>The instance and what it lives on.</returns>
    ValueTask<PluginActivation> ActivateAsync(PluginDefinition plugin, string? folder, CancellationToken cancellationToken);
}
