using System.Globalization;
using Dagstack.Extensions.Tests.Docs;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>A mistake in the code of a contract, a plugin or a host, or in a manifest that is compiled with it.</summary>
/// <param name="Title">The mistake in words.</param>
/// <param name="Source">The code.</param>
/// <param name="Manifest">The manifest, for what is said of plugins.</param>
internal sealed record Mistake(string Title, string Source, string? Manifest = null)
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Dagstack.Extensions.Plugins;
        """;

    /// <summary>Compiles it with the generator and all analyzers.</summary>
    /// <returns>The line that is wrong, and what is said of it.</returns>
    public async Task<string> MakeAsync()
    {
        var generated = Generated.From(Generated.Compile("FixedChunker", Source, Usings));
        var diagnostic = Assert.Single(generated.Diagnostics
            .Concat(await Analyzed.OfAsync(generated.Output, Manifest))
            .Concat(generated.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error)));
        var text = diagnostic.Location.SourceTree?.ToString() ?? Manifest!;
        var line = text.Split('\n')[diagnostic.Location.GetLineSpan().StartLinePosition.Line].Trim();
        return $"{line}\n{(diagnostic.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Whether what is said of it says what to do. What is not ours is as the compiler says it.</summary>
    public async Task AssertSaysWhatToDoAsync()
    {
        var said = (await MakeAsync()).Split('\n')[1];
        if (said.Contains(" DSP", StringComparison.Ordinal))
        {
            MistakePart.AssertSaysWhatToDo(Title, said);
        }
    }
}
