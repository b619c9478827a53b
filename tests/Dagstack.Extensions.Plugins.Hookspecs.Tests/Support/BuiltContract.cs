using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>Builds contracts of their source as a contract project does, with the generator.</summary>
internal static class BuiltContract
{
    private static readonly Lazy<MetadataReference[]> s_references = new(static () =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    private static int s_number;

    public static PluginContract Of(string source) => Assert.Single(All(source));

    /// <summary>Builds one file; warnings of the generator are errors too.</summary>
    public static IReadOnlyList<PluginContract> All(string source)
    {
        var options = new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create($"Emitted{Interlocked.Increment(ref s_number)}", [CSharpSyntaxTree.ParseText(source, options, path: "kind.g.cs")], s_references.Value, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new PluginContractGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out var built, out var said);
        using var image = new MemoryStream();
        var result = built.Emit(image);
        var wrong = said.Concat(result.Diagnostics).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not ("CS1701" or "CS1702"));
        Assert.True(result.Success && !wrong.Any(), $"{string.Join('\n', wrong)}\n{source}");
        return [.. Assembly.Load(image.ToArray()).GetCustomAttributes<PluginContractAttribute>().Select(static attribute => (PluginContract)Activator.CreateInstance(attribute.ContractType)!)];
    }
}
