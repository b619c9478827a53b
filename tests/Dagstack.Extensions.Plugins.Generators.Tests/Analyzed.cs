using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>One run of every analyzer over source text, with a manifest or without one.</summary>
internal static class Analyzed
{
    public const string Manifest = """
        [plugin]
        name = "fixed"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0"
        entry_point = "plugin:FixedChunker"
        """;

    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Dagstack.Extensions.Plugins;

        """;

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(DirectCallAnalyzer).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer))).Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>Analyzes sources that compile.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> RunAsync(string? manifest, params string[] sources)
    {
        var output = Generated.From(Generated.Compile("plugin", sources)).Output;
        Assert.DoesNotContain(output.GetDiagnostics(TestContext.Current.CancellationToken), static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        return await OfAsync(output, manifest);
    }

    public static async Task<IReadOnlyList<Diagnostic>> OfAsync(Compilation compilation, string? manifest)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(manifest is null ? [] : [new Text("/repository/plugin/dagstack.toml", manifest)]),
            onAnalyzerException: static (exception, analyzer, _) => Assert.Fail($"{analyzer}: {exception}"),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal));
        return [.. diagnostics.OrderBy(static diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
