using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What a documentation comment says, as plain text: its lines as they are, without the margin, and never two empty ones.</summary>
/// <remarks>It is read from the source: projects that write no file of documentation have comments all the same, and the compiler does not parse them.</remarks>
internal sealed class DocumentationText
{
    private const string Marker = "///";

    /// <summary>Where a line ends that goes on in the source. XML does not have this character.</summary>
    private const char Break = '\u0001';

    private readonly XElement? _comment;

    private DocumentationText(XElement? comment) => _comment = comment;

    public string? Summary => TextOf(_comment?.Element("summary"));

    public static DocumentationText Of(ISymbol symbol)
    {
        var lines = symbol.DeclaringSyntaxReferences.Length == 0 ? symbol.GetDocumentationCommentXml() : SourceOf(symbol);
        try
        {
            return new(string.IsNullOrWhiteSpace(lines) ? null : Inner(XElement.Parse($"<doc>{lines}</doc>", LoadOptions.PreserveWhitespace)));
        }
        catch (XmlException)
        {
            // The compiler says what is wrong with it, if it is asked to.
            return new(null);
        }
    }

    public string? OfParameter(string name) =>
        TextOf(_comment?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == name));

    // A symbol of another assembly has its comment in an element of its own.
    private static XElement Inner(XElement comment) => comment.Element("member") ?? comment;

    private static string SourceOf(ISymbol symbol)
    {
        // One part of a partial interface has the comment.
        var part = symbol.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).OrderByDescending(static node => node.GetLeadingTrivia().ToFullString().Contains(Marker)).First();
        var text = new StringBuilder();
        foreach (var line in part.GetLeadingTrivia().ToFullString().Split('\n').Select(static line => line.Trim()))
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
            {
                text.Append(line, Marker.Length, line.Length - Marker.Length).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string? TextOf(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(text, element);
        var lines = Outdented(text.ToString().Split('\n')).ToList();
        var words = string.Join("\n", lines.Where((line, index) => line.Length > 0 || index == 0 || lines[index - 1].Length > 0)).Trim();
        return words.Length == 0 ? null : words;
    }

    /// <summary>Takes away the margin that all lines have but the first, which may stand beside the element's name. What begins within a line has none.</summary>
    private static IEnumerable<string> Outdented(string[] lines)
    {
        var margin = lines.Skip(1).Where(static line => line.Trim().Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return lines.Select((line, index) => index == 0 ? line.TrimStart() : line.Substring(Math.Min(margin, line.Length)))
            .SelectMany(static line => line.Split(Break).Select(static (part, index) => index == 0 ? part.TrimEnd() : part.Trim()));
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value);
                    break;
                case XElement { IsEmpty: false } inner:
                    var gap = GapAround(inner.Name.LocalName);
                    text.Append(gap);
                    Append(text, inner);
                    text.Append(gap);
                    break;
                case XElement reference:
                    text.Append(reference.Name.LocalName is "br" or "para" ? $"{Break}" : NameOf(reference));
                    break;
            }
        }
    }

    /// <summary>Paragraphs, items of lists and blocks of code are lines of their own, code in a line is part of a sentence.</summary>
    private static string GapAround(string element) => element switch
    {
        "c" or "see" or "b" or "i" or "u" or "em" or "strong" or "a" => string.Empty,
        "para" or "p" or "list" or "item" or "code" => $"{Break}",
        _ => " ",
    };

    /// <summary>What an element refers to, without its namespace: <c>cref</c>, <c>langword</c>, <c>name</c>.</summary>
    private static string NameOf(XElement reference)
    {
        if (reference.Attribute("cref")?.Value is not { } cref)
        {
            return reference.Attribute("langword")?.Value ?? reference.Attribute("name")?.Value ?? string.Empty;
        }

        var end = cref.IndexOfAny(['(', '{']);
        var name = end < 0 ? cref : cref.Substring(0, end);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
