using Dagstack.Extensions.Plugins.Scripts.Texts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>What C# has and a plugin of one file has not: lines for tools, and statements outside of a class.</summary>
internal static class SourceRules
{
    private const string Allowed = "It has the framework, Dagstack.Extensions.Plugins.Abstractions, the contracts of the host, and the assemblies in its folder";

    /// <summary>Finds what is refused.</summary>
    /// <returns>Each with its place, in the order of the text.</returns>
    public static IReadOnlyList<(Location Place, string Text)> Find(SyntaxNode root) =>
    [
        .. root.DescendantTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.IgnoredDirectiveTrivia) || trivia.IsKind(SyntaxKind.ShebangDirectiveTrivia)).Select(static trivia => (trivia.GetLocation(), OfDirective(trivia))),
        .. root.ChildNodes().OfType<GlobalStatementSyntax>().Take(1).Select(static statement => (statement.GetLocation(), "statements outside of a class are refused: a plugin is a class, which the host constructs. Move them into its constructor, or into SetupAsync of IPluginSetup.")),
    ];

    /// <summary>Says an error of the compiler in the words of the host where these say more.</summary>
    public static string? TextOf(string id) => id switch
    {
        "CS0227" => "CS0227: unsafe code is refused in a plugin of one file. Use Span<T> and MemoryMarshal, or make a project of it.",
        "CS8078" => $"CS8078: {ScriptFile.TooDeep}",
        _ => null,
    };

    /// <summary>Says what to do about types and assemblies that the compiler does not know.</summary>
    public static string? AdviceOn(IEnumerable<string> ids) => ids.Any(static id => id is "CS0246" or "CS0234" or "CS0012" or "CS0400")
        ? $"{Allowed}: put what else it needs there, or make a project of it."
        : null;

    private static string OfDirective(SyntaxTrivia trivia)
    {
        var line = Excerpt.Of(trivia.ToString().Trim());
        return trivia.IsKind(SyntaxKind.ShebangDirectiveTrivia)
            ? $"'{line}' is refused: a plugin is no program that could be run. Remove the line."
            : $"'{line}' is refused: nothing is restored or built for a plugin of one file. {Allowed}. Remove the line and put what it needs there, or make a project of it.";
    }
}
