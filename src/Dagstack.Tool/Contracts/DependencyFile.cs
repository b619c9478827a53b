using System.Text.Json;

namespace Dagstack.Tool.Contracts;

/// <summary>The <c>.deps.json</c> beside an assembly, by which its build says what it needs.</summary>
/// <param name="Libraries">What is named in it, the assembly itself left out.</param>
internal sealed record DependencyFile(IReadOnlyList<Library> Libraries)
{
    /// <summary>Gets where the assemblies of its packages are: libraries are built without a copy of these.</summary>
    public IReadOnlyDictionary<string, string> Needed
    {
        get
        {
            var needed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (library, assembly) in from library in Libraries where library.IsPackage from assembly in library.Assemblies select (library, assembly))
            {
                var file = Path.Combine(PackageFolder.Path, library.Path ?? Path.Combine(library.Name.ToLowerInvariant(), library.Version), assembly.Replace('/', Path.DirectorySeparatorChar));
                if (File.Exists(file))
                {
                    needed.TryAdd(Path.GetFileNameWithoutExtension(file), file);
                }
            }

            return needed;
        }
    }

    /// <summary>Reads the file of an assembly.</summary>
    /// <returns>Null if there is none, or it is not what the SDK writes: assemblies beside are found without.</returns>
    public static DependencyFile? Read(string assembly)
    {
        var file = Path.ChangeExtension(assembly, ".deps.json");
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            var target = root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
            var own = Path.GetFileNameWithoutExtension(assembly);
            return new([.. target.EnumerateObject().Select(library => Library.Of(library, root.GetProperty("libraries"))).Where(library => !library.Has(own))]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
