namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>A glob over <c>kind:name</c> and <c>kind:name.hook</c>.</summary>
/// <param name="glob">It has a colon.</param>
internal sealed class ExportGlob(string glob)
{
    private readonly int _colon = glob.IndexOf(':', StringComparison.Ordinal);
    private readonly int _dot = glob.IndexOf('.', glob.IndexOf(':', StringComparison.Ordinal));

    /// <summary>Gets what is said of the plugin.</summary>
    private string Plugin => _dot < 0 ? glob : glob[.._dot];

    /// <summary>Tells whether plugins of a kind can be meant.</summary>
    public bool MatchesKind(string kind) => Glob.Matches(glob[.._colon], kind);

    /// <summary>Tells whether a plugin is meant, or some of its hooks are.</summary>
    public bool Matches(PluginId id) => Glob.Matches(Plugin, id.ToString());

    /// <summary>Tells whether a hook of a plugin is meant.</summary>
    public bool Matches(PluginId id, string hook) => Matches(id) && (_dot < 0 || Glob.Matches(glob[(_dot + 1)..], hook));

    public override string ToString() => glob;
}
