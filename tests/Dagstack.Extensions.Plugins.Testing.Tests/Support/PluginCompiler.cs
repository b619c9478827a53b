using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Support;

/// <summary>Compiles source text with everything that this test references.</summary>
internal static class PluginCompiler
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly List<MetadataReference> s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static file => Path.GetFileName(file) is not ("plugin.dll" or "Dagstack.Extensions.Plugins.Testing.Tests.dll"))
        .Select(static file => MetadataReference.CreateFromFile(file))];

    /// <summary>Compiles an assembly and its symbols into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">File names and texts.</param>
    /// <param name="references">Further assemblies.</param>
    /// <returns>The assembly's file.</returns>
    public static string Compile(string folder, string name, IEnumerable<(string File, string Text)> sources, params string[] references)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Append(("Usings.cs", Usings)).Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Item2, Encoding.UTF8), options, source.Item1));
        var compilation = CSharpCompilation.Create(
            name,
            trees,
            [.. s_references, .. references.Select(static file => MetadataReference.CreateFromFile(file))],
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        var (dll, pdb) = (Path.Combine(folder, name + ".dll"), Path.Combine(folder, name + ".pdb"));
        EmitResult result;
        using (var image = File.Create(dll))
        using (var symbols = File.Create(pdb))
        {
            result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: pdb));
        }

        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return dll;
    }
}
