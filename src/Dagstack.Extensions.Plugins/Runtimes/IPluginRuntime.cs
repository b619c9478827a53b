namespace Dagstack.Extensions.Plugins;

/// <summary>Makes instances of the plugins of one runtime.</summary>
internal interface IPluginRuntime
{
    /// <summary>Gets the name that manifests give under <c>runtime</c>.</summary>
    string Name { get; }

    /// <summary>Gets the rank in the order of starts: lower ones start earlier.</summary>
    int Rank { get; }

    /// <summary>Makes an instance, not yet set up.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="cancellationToken">Cancelled when the start takes too long.</param>
    /// <returns>The instance and what it lives on.</returns>
    ValueTask<PluginActivation> ActivateAsync(PluginEntry entry, CancellationToken cancellationToken);
}
