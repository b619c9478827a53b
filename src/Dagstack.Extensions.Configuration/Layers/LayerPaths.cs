using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>Which files make up a configuration: the base file, its .local and its environment's file beside it, and what else is given; each one over those before it.</summary>
internal static class LayerPaths
{
    /// <summary>Names the environment, whose file is <c>app-config.&lt;env&gt;.yaml</c>.</summary>
    public const string EnvironmentVariable = "DAGSTACK_ENV";

    /// <summary>Finds the layers of a base file.</summary>
    /// <exception cref="ArgumentException">A path has an extension of no format.</exception>
    /// <exception cref="ConfigException">The environment's name is no part of a file name.</exception>
    public static IReadOnlyList<ConfigLayer> Discover(string path, LayerOptions options)
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

        return [.. layers, .. Added(options)];
    }

    /// <summary>Returns the layers of the given files, and of no others but those that the options add.</summary>
    /// <exception cref="ArgumentException">A path has an extension of no format.</exception>
    public static IReadOnlyList<ConfigLayer> Of(IEnumerable<string> paths, LayerOptions options) => [.. paths.Select(path => Layer(path, options, options.Optional)), .. Added(options)];

    private static IEnumerable<ConfigLayer> Added(LayerOptions options) => options.Added.Select(layer => Layer(layer.Path, options, layer.IsOptional));

    private static ConfigLayer Layer(string path, LayerOptions options, bool isOptional)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(Path.GetFullPath(path, options.BasePath ?? Directory.GetCurrentDirectory()), new(path, FormatOf(path)), isOptional);
    }

    private static string Beside(string path, string name)
    {
        var extension = Path.GetExtension(path);
        return string.Concat(path.AsSpan(0, path.Length - extension.Length), ".", name, extension);
    }

    private static ConfigFormat FormatOf(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (ConfigFormat.All.FirstOrDefault(format => format.Extensions.Contains(extension)) is { } format)
        {
            return format;
        }

        string[] known = [.. ConfigFormat.All.SelectMany(static format => format.Extensions)];
        throw new ArgumentException(
            $"'{path}' has the extension '{extension}', and {string.Join(", ", known[..^1])} and {known[^1]} are read. Rename the file to what it is.",
            nameof(path));
    }
}
