using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>One run of the generator over source text.</summary>
internal sealed class Generated
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
    private static readonly ImmutableArray<MetadataReference> s_references = [..
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(static path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
        .Select(static path => MetadataReference.CreateFromFile(path))];

    private readonly Lazy<Assembly> _assembly;

    private Generated(Compilation output, GeneratorDriverRunResult result)
    {
        Output = output;
        Result = result;
        _assembly = new(() => new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(new MemoryStream(Emit(output))));
    }

    public Compilation Output { get; }

    public GeneratorDriverRunResult Result { get; }

    public IEnumerable<Diagnostic> Diagnostics => Result.Diagnostics.Where(static diagnostic => !diagnostic.IsSuppressed);

    public IReadOnlyList<string> Sources =>
        [.. Result.GeneratedTrees.OrderBy(static tree => tree.FilePath, StringComparer.Ordinal).Select(static tree => tree.ToString())];

    /// <summary>The files with contracts and proxies, without those that call all plugins of a kind.</summary>
    public IReadOnlyList<string> Contracts => [.. Sources.Where(static text => text.Contains("PluginContractAttribute(", StringComparison.Ordinal))];

    /// <summary>Errors, and warnings that a consumer who treats warnings as errors would stumble over.</summary>
    public IReadOnlyList<string> CompilerErrors =>
        [.. Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.ToString())];

    public static Generated From(params string[] sources) => From(Compile("Consumer", sources));

    public static Generated From(Compilation compilation)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult();
        Assert.All(result.Results, static run => Assert.Null(run.Exception));
        return new Generated(output, result);
    }

    public static GeneratorDriver Driver(bool trackSteps = false) => CSharpGeneratorDriver.Create(
        [new PluginContractGenerator().AsSourceGenerator()],
        parseOptions: s_parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parse, path);

    /// <summary>Compiles as strict consumers do: nullable, documented, warnings as errors.</summary>
    public static CSharpCompilation Compile(string name, params string[] sources) => CSharpCompilation.Create(
        name,
        sources.Select(static (source, index) => Parse(source, $"File{index}.cs")),
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            allowUnsafe: true));

    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = compilation.Emit(image, xmlDocumentationStream: documentation);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    public Assembly Load() => _assembly.Value;
}
