using System.Text.Json;

namespace Dagstack.Tool.Contracts;

/// <summary>A package or a project that an assembly was built with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsPackage">Whether it is a package.</param>
/// <param name="Path">Where it is in the folder of packages; null if the file does not say.</param>
/// <param name="Assemblies">Its assemblies, by their paths in it.</param>
internal sealed record Library(string Name, string Version, bool IsPackage, string? Path, IReadOnlyList<string> Assemblies)
{
    public bool Has(string assembly) => Assemblies.Any(file => System.IO.Path.GetFileNameWithoutExtension(file).Equals(assembly, StringComparison.OrdinalIgnoreCase));

    public static Library Of(JsonProperty target, JsonElement libraries)
    {
        var parts = target.Name.Split('/', 2);
        var known = libraries.TryGetProperty(target.Name, out var library);
        return new(
            parts[0],
            parts[^1],
            known && library.TryGetProperty("type", out var type) && type.GetString() == "package",
            known && library.TryGetProperty("path", out var path) ? path.GetString() : null,
            target.Value.TryGetProperty("runtime", out var files) ? [.. files.EnumerateObject().Select(static file => file.Name)] : []);
    }
}
