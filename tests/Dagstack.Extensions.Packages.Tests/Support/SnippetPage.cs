using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The examples of one page as a file that compiles: statements become methods, types stand beside each other.</summary>
internal static partial class SnippetPage
{
    private const string Usings = """
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json;
        using Chunking;
        using Dagstack.Extensions.Orchestration;
        using Dagstack.Extensions.Plugins;
        using Dagstack.Extensions.Plugins.Testing;
        using Microsoft.AspNetCore.Mvc.Testing;
        using Microsoft.AspNetCore.TestHost;
        using Microsoft.Extensions.Options;
        using Microsoft.Extensions.Primitives;
        using OpenTelemetry;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;
        using Xunit;

        """;

    /// <summary>Finds the examples of a page: its C# that is not a file of a program.</summary>
    public static IReadOnlyList<string> BlocksOf(string page) =>
        [.. Block().Matches(File.ReadAllText(page)).Select(static match => match.Groups["text"].Value).Where(static text => !FileName().IsMatch(text))];

    /// <summary>Makes the file.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The name of its namespace.</param>
    public static string Write(string page, string name)
    {
        var (file, types) = (new StringBuilder(Usings), new HashSet<string>(StringComparer.Ordinal));
        var body = new StringBuilder();
        var number = 0;
        foreach (var block in BlocksOf(page))
        {
            number++;

            // What is left out of a class is its contract.
            var unit = SyntaxFactory.ParseCompilationUnit(block.Replace("{ … }", "{ public System.Collections.Generic.IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => []; }", StringComparison.Ordinal));

            // Statements after a class are taken out of there.
            Assert.DoesNotContain(unit.GetDiagnostics(), static diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error && diagnostic.Id != "CS8803");
            file.Append(unit.Usings.ToFullString()).Append(unit.AttributeLists.ToFullString());
            var statements = string.Concat(unit.Members.OfType<GlobalStatementSyntax>().Select(static member => member.ToFullString()));
            var declared = unit.Members.Where(static member => member is not GlobalStatementSyntax).ToList();

            // A class that another example has too is of this one alone.
            var again = declared.Where(member => member is BaseTypeDeclarationSyntax type && !types.Add(type.Identifier.Text)).ToList();
            body.Append(string.Concat(declared.Except(again).Select(static member => member.ToFullString())))
                .Append("namespace Example").Append(number.ToString(CultureInfo.InvariantCulture)).Append("\n{\n")
                .Append(string.Concat(again.Select(static member => member.ToFullString())))
                .Append(statements.Length == 0 ? string.Empty : "public class Statements : Stage\n{\n    public async Task RunAsync()\n    {\n        await Task.Yield();\n" + statements + "\n    }\n}\n")
                .Append("}\n");
        }

        return file.Append("namespace Docs.").Append(name).Append("\n{\n").Append(body).Append("}\n").ToString();
    }

    [GeneratedRegex(@"^(?<indent> *)```csharp\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^// [\w./]+\n")]
    private static partial Regex FileName();
}
