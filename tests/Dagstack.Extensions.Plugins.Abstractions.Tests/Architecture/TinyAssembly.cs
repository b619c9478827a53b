using System.Text;
using Dagstack.Extensions.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests.Architecture;

/// <summary>An assembly of a few lines, with symbols, compiled for one test.</summary>
internal static class TinyAssembly
{
    private static readonly MetadataReference[] s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
        .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    /// <summary>Compiles files and reads the arrows between them.</summary>
    /// <param name="files">The path of each, as the symbols name it, and its text.</param>
    public static RoomArrows Read(params (string Path, string Text)[] files) => Read(roomOf: null, files);

    /// <inheritdoc cref="Read(ValueTuple{string, string}[])"/>
    public static RoomArrows Read(Func<string, string?>? roomOf, params (string Path, string Text)[] files)
    {
        var trees = files.Select(static file => CSharpSyntaxTree.ParseText(SourceText.From(file.Text, Encoding.UTF8), path: file.Path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true);
        var compilation = CSharpCompilation.Create("Tiny", trees, s_references, options);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (var file = File.Create(path))
            {
                var result = compilation.Emit(file, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
                Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
            }

            return RoomArrows.Read(path, roomOf);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
