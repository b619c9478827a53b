namespace Dagstack.Extensions.Configuration;

/// <summary>Which files make up a configuration: the base file, its .local and its environment's file beside it, and what else is given; each one over those before it.</summary>
internal static class LayerPaths
{
    /// <summary>Names the environment, whose file is <c>app-config.&lt;env&gt;.yaml</c>.</summary>
    public const string EnvironmentVariable = "DAGSTACK_ENV";

    /// <summary>Finds the layers of a base file.</summary>
    /// <exception cref="ArgumentException">A path has an extension of no format.</exception>
    /// <exception cref="ConfigException">The environment's name is no part of a file name.</exception>
    public static IReadOnlyList<ConfigLayer> Discover(string path, DagstackConfigOptions options)
    {
        var layers = new List<ConfigLayer> { Layer(path, options, options.Optional), Layer(Beside(path, "local"), options, isOptional: true) };
        var environment = options.EnvironmentName ?? options.Variables(EnvironmentVariable);
        if (!string.IsNullOrEmpty(environment))
        {
            if (environment.AsSpan().ContainsAny('/', '\\', '\0') || environment is "." or "..")
            {
                throw new ConfigException(ConfigErrorReason.ValidationFailed, string.Empty, $"the environment is '{environment}', and it is a part of the file name {Beside(Path.GetFileName(path), "<env>")}. Set {EnvironmentVariable} to a name such as production.");
            }

            if (environment != "local")
            {
                layers.Add(Layer(Beside(path, environment), options, isOptional: true));
            }
        }

        layers.AddRange(options.Layers.Select(layer => Layer(layer.Path, options, layer.IsOptional)));
        return layers;
    }

    public static ConfigLayer Layer(string path, DagstackConfigOptions options, bool isOptional)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(Path.GetFullPath(path, options.BasePath ?? Directory.GetCurrentDirectory()), new(path, FormatOf(path)), isOptional);
    }

    private static string Beside(string path, string name)
    {
        var extension = Path.GetExtension(path);
        return string.Concat(path.AsSpan(0, path.Length - extension.Length), ".", name, extension);
    }

    private static ConfigFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".YAML" or ".YML" => ConfigFormat.Yaml,
        ".JSON" => ConfigFormat.Json,
        ".TOML" => ConfigFormat.Toml,
        var other => throw new ArgumentException($"'{path}' has the extension '{other.ToLowerInvariant()}', and .yaml, .yml, .json and .toml are read. Rename the file to what it is.", nameof(path)),
    };
}
