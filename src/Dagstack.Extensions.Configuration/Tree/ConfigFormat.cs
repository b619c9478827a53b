namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A format of configuration files. <c>Layers/TreeReader</c> has its reader.</summary>
internal sealed class ConfigFormat
{
    private ConfigFormat(string name, params string[] extensions) => (Name, Id, Extensions) = (name, name.ToLowerInvariant(), extensions);

    public static ConfigFormat Yaml { get; } = new("YAML", ".yaml", ".yml");

    public static ConfigFormat Json { get; } = new("JSON", ".json");

    public static ConfigFormat Toml { get; } = new("TOML", ".toml");

    /// <summary>Gets every format that a layer may have.</summary>
    public static IReadOnlyList<ConfigFormat> All { get; } = [Yaml, Json, Toml];

    /// <summary>Gets the name as messages have it.</summary>
    public string Name { get; }

    /// <summary>Gets what ids of sources begin with.</summary>
    public string Id { get; }

    /// <summary>Gets the extensions of files, in small letters.</summary>
    public IReadOnlyList<string> Extensions { get; }
}
