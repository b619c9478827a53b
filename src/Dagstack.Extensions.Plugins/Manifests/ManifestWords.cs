namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Advice in the manifest's own format: nobody should be told to write TOML into a JSON file.</summary>
internal sealed class ManifestWords
{
    public static readonly ManifestWords Toml = new(ManifestFormat.Toml);

    public static readonly ManifestWords Json = new(ManifestFormat.Json);

    private readonly bool _json;

    private ManifestWords(ManifestFormat format) => _json = format == ManifestFormat.Json;

    /// <summary>What has keys: a table or an object.</summary>
    public string Table => _json ? "an object" : "a table";

    /// <summary>A dependency with its kind, as a shape.</summary>
    public string DependencyShape => _json ? "{ \"kind\", \"name\" }" : "{ kind, name }";

    public static ManifestWords Of(ManifestFormat format) => format == ManifestFormat.Json ? Json : Toml;

    /// <summary>A key with a value, which is written the same in both formats: a string, a number, an array of these.</summary>
    public string Key(string key, string value) => _json ? $"\"{key}\": {value}" : $"{key} = {value}";

    /// <summary>A table by its path, as its author begins it.</summary>
    public string Header(string path) => _json ? $"\"{path[(path.LastIndexOf('.') + 1)..]}\": {{ }}" : $"[{path}]";

    /// <summary>A dependency with its kind.</summary>
    public string Dependency(string kind, string name) => $"{{ {Key("kind", $"\"{kind}\"")}, {Key("name", $"\"{name}\"")} }}";
}
