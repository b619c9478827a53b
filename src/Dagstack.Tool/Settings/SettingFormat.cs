namespace Dagstack.Tool.Settings;

/// <summary>How hosts read a file of configuration.</summary>
internal enum SettingFormat
{
    /// <summary>As AddDagstackConfig: with its layers, variables and secrets.</summary>
    Dagstack,

    /// <summary>As AddJsonFile.</summary>
    Json,

    /// <summary>As AddTomlFile.</summary>
    Toml,
}
