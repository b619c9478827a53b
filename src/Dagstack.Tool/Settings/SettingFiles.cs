using Dagstack.Tool.Output;

namespace Dagstack.Tool.Settings;

/// <summary>Finds the files that a host reads its configuration from.</summary>
internal static class SettingFiles
{
    private const string OfHosts = "appsettings";
    private const string OfDagstack = "app-config";

    private static readonly string[] s_ofHosts = [".json", ".toml"];
    private static readonly string[] s_ofDagstack = [".yaml", ".yml", ".json", ".toml"];

    /// <summary>Names the environment as hosts do.</summary>
    /// <param name="given">The name that the command line says; null if it says none.</param>
    public static string EnvironmentOf(string? given) =>
        given ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production";

    /// <summary>Names the environment as app-config.yaml does, which is told it by a variable of its own.</summary>
    /// <param name="given">The name that the command line says; null if it says none.</param>
    /// <returns>Empty for none.</returns>
    public static string DagstackEnvironmentOf(string? given) => given ?? Environment.GetEnvironmentVariable("DAGSTACK_ENV") ?? string.Empty;

    /// <summary>Finds the files of an application, the lowest first.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="environment">Its environment.</param>
    /// <exception cref="WrongUseException">The folder is not there or has none, or it is not clear which are meant.</exception>
    public static IReadOnlyList<SettingSource> Of(string folder, string environment)
    {
        if (!Directory.Exists(folder))
        {
            throw new WrongUseException($"There is no folder '{folder}'. Name the folder of an application, or its files by --config.");
        }

        var own = s_ofDagstack.Select(extension => Path.Combine(folder, OfDagstack + extension)).Where(File.Exists).ToArray();
        if (own.Length > 1)
        {
            throw new WrongUseException($"'{folder}' has {string.Join(" and ", own.Select(Path.GetFileName))}, and an application reads one of them. Name it by --config, and {OfHosts}.json too if there is one.");
        }

        SettingSource[] found =
        [
            .. s_ofHosts.SelectMany(extension => WithEnvironment(Path.Combine(folder, OfHosts + extension), environment)).Where(static source => File.Exists(source.Path)),
            .. own.Select(static file => new SettingSource(file, SettingFormat.Dagstack)),
        ];
        return found.Length > 0 ? found : throw new WrongUseException($"There is no {OfDagstack}.yaml and no {OfHosts}.json in '{folder}'. Name the folder of an application, or its files by --config.");
    }

    /// <summary>Takes the files that are named, the lowest first.</summary>
    /// <exception cref="WrongUseException">One is not there, or has another format.</exception>
    public static IReadOnlyList<SettingSource> Of(string[] files, string environment) => [.. files.SelectMany(file =>
    {
        if (!File.Exists(file))
        {
            throw new WrongUseException($"There is no file '{file}', which --config names.");
        }

        var extension = Path.GetExtension(file).ToLowerInvariant();
        return !s_ofDagstack.Contains(extension)
            ? throw new WrongUseException($"'{file}' has the extension '{extension}', and files of configuration that can be shown have .yaml, .yml, .json or .toml.")
            : IsOfHosts(file) && s_ofHosts.Contains(extension)
                ? WithEnvironment(file, environment).Where(static source => File.Exists(source.Path))
                : [new(file, SettingFormat.Dagstack)];
    }).DistinctBy(static source => Path.GetFullPath(source.Path))];

    private static bool IsOfHosts(string file) => Path.GetFileName(file).StartsWith(OfHosts + ".", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<SettingSource> WithEnvironment(string file, string environment)
    {
        var extension = Path.GetExtension(file);
        var format = extension.Equals(".toml", StringComparison.OrdinalIgnoreCase) ? SettingFormat.Toml : SettingFormat.Json;
        return [new(file, format), new(Path.ChangeExtension(file, null) + "." + environment + extension, format)];
    }
}
