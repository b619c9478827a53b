namespace Dagstack.Extensions.Plugins;

/// <summary>The resources that a plugin declares: the table <c>[plugin.resources]</c>.</summary>
public sealed class PluginResourceNames
{
    /// <summary>Creates the table with the defaults of its keys.</summary>
    public PluginResourceNames()
    {
    }

    internal PluginResourceNames(ManifestValues values)
    {
        Required = values.Get("required", Required);
        Optional = values.Get("optional", Optional);
    }

    /// <summary>Gets the resources without which the plugin is unavailable.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Gets the resources that are null when the host lacks them.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Optional { get; init; } = [];

    internal ManifestValues ToValues() => new()
    {
        ["required"] = Required,
        ["optional"] = Optional,
    };
}
