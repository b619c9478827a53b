using System.Text;
using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Dagstack.Extensions.Plugins.Scripts.Texts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>Compiles the file of a plugin. Nothing of the compiler is loaded before this is used.</summary>
/// <param name="logger">Told what the compiler warns of.</param>
internal sealed class ScriptCompiler(ILogger logger)
{
    private const int MaxWarnings = 20;

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        deterministic: true,
        // Threads of the pool have less of a stack than ours.
        concurrentBuild: false,
        nullableContextOptions: NullableContextOptions.Enable,
        // An assembly of the host is newer than the one that a contract was built with, as everywhere.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)],
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    /// <summary>What needs no <c>using</c>: what a console project has, and the plugins' own.</summary>
    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(
        string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "Dagstack.Extensions.Plugins" }.Select(static name => $"global using {name};\n")),
        s_language,
        encoding: Encoding.UTF8);

    private readonly HostReferences _host = new();

    /// <summary>Compiles a file.</summary>
    /// <param name="context">What is compiled.</param>
    /// <param name="source">The content of the file.</param>
    /// <exception cref="PluginLoadException">It does not compile: the message has all errors with their places.</exception>
    public PluginModule Compile(PluginModuleContext context, byte[] source)
    {
        try
        {
            return CompileText(context, source);
        }
        catch (InsufficientExecutionStackException)
        {
            throw ScriptErrors.Of(context, [$"{context.OwnFile}: {ScriptFile.TooDeep}"]);
        }
    }

    private PluginModule CompileText(PluginModuleContext context, byte[] source)
    {
        if (ScriptFile.ComplaintOf(source, context.OwnFile) is { } complaint)
        {
            throw ScriptErrors.Of(context, [complaint]);
        }

        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, source.Length, Encoding.UTF8, SourceHashAlgorithm.Sha256), s_language, context.OwnFile);
        if (TreeDepth.FindTooDeep(tree.GetRoot()) is { } deep)
        {
            throw ScriptErrors.Of(context, [$"{ScriptErrors.PlaceOf(deep.GetLocation(), context.OwnFile)}: {ScriptFile.TooDeep}"]);
        }

        if (SourceRules.Find(tree.GetRoot()) is { Count: > 0 } refused)
        {
            throw ScriptErrors.Of(context, [.. refused.Select(one => $"{ScriptErrors.PlaceOf(one.Place, context.OwnFile)}: {one.Text}")]);
        }

        var libraries = OwnLibraries.Of(context).Select(static library => MetadataReference.CreateFromFile(library.File));
        var compilation = CSharpCompilation.Create(context.Module, [tree, s_usings], [.. _host.Of(context), .. libraries], s_options);
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: context.Module + ".pdb"));
        var found = result.Diagnostics.Where(static one => one.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning).OrderBy(static one => one.Location.SourceSpan.Start).ToLookup(static one => one.Severity);
        if (!result.Success)
        {
            var errors = found[DiagnosticSeverity.Error].ToList();
            throw ScriptErrors.Of(context, [.. errors.Select(error => ScriptErrors.TextOf(error, context.OwnFile))], SourceRules.AdviceOn(errors.Select(static error => error.Id)));
        }

        foreach (var warning in found[DiagnosticSeverity.Warning].Take(MaxWarnings))
        {
            logger.CompilerWarning(context.Id, ScriptErrors.TextOf(warning, context.OwnFile));
        }

        return new(image.ToArray(), symbols.ToArray());
    }
}
