using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>A diagnostic as data: comparable, and without a hold on the compilation.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor,
    string? File,
    TextSpan Span,
    LinePositionSpan Lines,
    EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location? location, params string[] arguments)
    {
        // Members of a referenced assembly have no place in a file: the attribute that named them has.
        var lines = location is { IsInSource: true } ? location.GetLineSpan() : default;
        return new(descriptor, lines.Path, location?.SourceSpan ?? default, lines.Span, new(arguments));
    }

    /// <summary>Makes the diagnostic, in the syntax tree if it is still there: a #pragma counts only in a tree.</summary>
    public Diagnostic ToDiagnostic(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == File && Span.End <= tree.Length);
        var location = tree is not null ? Location.Create(tree, Span)
            : string.IsNullOrEmpty(File) ? Location.None
            : Location.Create(File!, Span, Lines);
        return Diagnostic.Create(Descriptor, location, Arguments.Cast<object>().ToArray());
    }
}
