using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Plugin folders in a temporary folder: manifests, and assemblies of their own if asked for.</summary>
internal sealed class PluginFactory : IDisposable
{
    private readonly MetadataReference[] _references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "Meter.Contracts.dll" or "Dagstack.Extensions.Plugins.Abstractions.dll")
        .Select(static path => MetadataReference.CreateFromFile(path))];

    public string Root { get; } = Directory.CreateTempSubdirectory("dagstack-bench-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Writes manifests, ten to a folder as a repository of plugins would have them.</summary>
    public void AddManifests(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Root, Name(i / 10), Name(i))).FullName;
            File.WriteAllText(Path.Combine(folder, "dagstack.toml"), Manifest(Name(i), "plugin:Reader"));
        }
    }

    /// <summary>Writes plugins with an assembly each, whose names no other call uses.</summary>
    /// <returns>The paths of the assemblies.</returns>
    public string[] AddPlugins(string set, int count)
    {
        var paths = new string[count];
        for (var i = 0; i < count; i++)
        {
            var module = set + Name(i);
            var folder = Directory.CreateDirectory(Path.Combine(Root, set, Name(i))).FullName;
            File.WriteAllText(Path.Combine(folder, "dagstack.toml"), Manifest(Name(i), module + ":Reader"));
            File.WriteAllText(Path.Combine(folder, module + ".deps.json"), Deps(module));
            paths[i] = Path.Combine(folder, module + ".dll");
            Compile(module, paths[i]);
        }

        return paths;
    }

    private static string Name(int number) => "p" + number.ToString("D5", CultureInfo.InvariantCulture);

    private static string Manifest(string name, string entryPoint) => $"""
        [plugin]
        name = "{name}"
        kind = "meter"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "{entryPoint}"
        version = "0.1.0"
        description = "Reads a meter."
        execution_model = "sync"
        [plugin.resources]
        optional = ["clock"]
        """;

    private static string Deps(string module) => $$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "targets": { ".NETCoreApp,Version=v10.0": { "{{module}}/1.0.0": { "runtime": { "{{module}}.dll": {} } } } },
          "libraries": { "{{module}}/1.0.0": { "type": "project", "serviceable": false, "sha512": "" } }
        }
        """;

    private void Compile(string module, string path)
    {
        var source = CSharpSyntaxTree.ParseText("""
            using System.Threading;
            using System.Threading.Tasks;
            public sealed class Reader : Dagstack.Extensions.Benchmarks.IMeter
            {
                public int Read(int value) => value;
                public ValueTask<int> TakeAsync(int value) => new(value);
                public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => new(value);
            }
            """);
        var result = CSharpCompilation.Create(module, [source], _references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
        }
    }
}
