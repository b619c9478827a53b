using System.Text.Json;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>A host that is built: what it would have if it ran.</summary>
/// <param name="own">The assemblies of the application, by name.</param>
/// <param name="frameworks">The folders of the frameworks that it runs on; empty if these are not here, or part of the application.</param>
internal sealed class BuiltHost(IReadOnlyDictionary<string, string> own, IReadOnlyList<string> frameworks) : IHostFiles
{
    public bool Has(string name) => own.ContainsKey(name) || IsFramework(name);

    // Where its frameworks do not lie here, the name decides.
    public bool IsFramework(string name) => frameworks.Count == 0 ? FrameworkNames.Contains(name) : FrameworkFile(name) is not null;

    public Version? VersionOf(string name) => (own.GetValueOrDefault(name) ?? FrameworkFile(name)) is { } file ? AssemblyWalk.VersionOf(file) : null;

    /// <summary>Reads what the build of a host has written down.</summary>
    /// <exception cref="InvalidDataException">It is no host, or what is written cannot be read.</exception>
    public static BuiltHost Read(string assembly)
    {
        var path = Path.GetFullPath(assembly);
        var configuration = Path.ChangeExtension(path, ".runtimeconfig.json");
        if (!File.Exists(configuration))
        {
            throw new InvalidDataException($"'{assembly}' is no host: '{Path.GetFileName(configuration)}', which says what it runs on, is not beside it. Name the assembly of a program, in the folder that it was built to.");
        }

        try
        {
            return new(OwnOf(path), FrameworksOf(configuration));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"What the build of '{assembly}' has written beside it cannot be read: {fault.Message} Build it again.", fault);
        }
    }

    /// <summary>What its .deps.json names is its own; without that file, all that is beside it.</summary>
    private static Dictionary<string, string> OwnOf(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        var deps = Path.ChangeExtension(assembly, ".deps.json");
        var files = Directory.EnumerateFiles(folder, "*.dll");
        if (File.Exists(deps))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(deps));
            var target = json.RootElement.GetProperty("targets").GetProperty(json.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
            files = [.. target.EnumerateObject().SelectMany(static library => library.Value.TryGetProperty("runtime", out var runtime) ? runtime.EnumerateObject().Select(static file => file.Name).ToArray() : []).Select(file => Path.Combine(folder, Path.GetFileName(file)))];
        }

        return files.DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase).ToDictionary(static file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<string> FrameworksOf(string configuration)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(configuration));
        var options = json.RootElement.GetProperty("runtimeOptions");
        var named = options.TryGetProperty("frameworks", out var several) ? several.EnumerateArray().ToArray() : options.TryGetProperty("framework", out var one) ? [one] : [];
        var names = named.Select(static framework => (Name: framework.GetProperty("name").GetString()!, Version: framework.GetProperty("version").GetString()!)).ToList();
        if (names.Count > 0 && !names.Exists(static framework => framework.Name == "Microsoft.NETCore.App"))
        {
            // All others stand on it.
            names.Add(("Microsoft.NETCore.App", names[0].Version));
        }

        var folders = names.ConvertAll(static framework => FolderOf(framework.Name, framework.Version));
        return folders.Contains(null) ? [] : [.. folders.OfType<string>()];
    }

    /// <summary>The newest that is installed of the same major and minor number, as the runtime chooses.</summary>
    private static string? FolderOf(string name, string version)
    {
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Kinds.AssemblyPath.Of(typeof(object).Assembly))));
        var wanted = string.Join('.', version.Split('.').Take(2)) + ".";
        return shared is null || !Directory.Exists(Path.Combine(shared, name))
            ? null
            : Directory.EnumerateDirectories(Path.Combine(shared, name), wanted + "*").OrderBy(static folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var one) ? one : new Version()).LastOrDefault();
    }

    private string? FrameworkFile(string name) => frameworks.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
}
