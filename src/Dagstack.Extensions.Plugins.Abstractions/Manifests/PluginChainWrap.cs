namespace Dagstack.Extensions.Plugins;

/// <summary>Which hooks a middleware plugin wraps: the table <c>[plugin.chain_wrap]</c>.</summary>
public sealed class PluginChainWrap
{
    /// <summary>Creates the table with the defaults of its keys.</summary>
    public PluginChainWrap()
    {
    }

    internal PluginChainWrap(ManifestValues values)
    {
        Kinds = values.Get("kinds", Kinds);
        Hooks = values.Get("hooks", Hooks);
    }

    /// <summary>Gets the globs over the kinds.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Gets the globs over the hooks.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Hooks { get; init; } = [];

    internal ManifestValues ToValues() => new()
    {
        ["kinds"] = Kinds,
        ["hooks"] = Hooks,
    };
}
