namespace Dagstack.Extensions.Plugins;

/// <summary>The format of a manifest's text.</summary>
public enum ManifestFormat
{
    /// <summary>TOML, as in <c>dagstack.toml</c>.</summary>
    Toml = 0,

    /// <summary>JSON, as in <c>dagstack.json</c>.</summary>
    Json = 1,
}
