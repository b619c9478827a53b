using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What a documentation comment says, as plain text.</summary>
/// <remarks>It is read from the source: projects that write no file of documentation have comments all the same, and the compiler does not parse them.</remarks>
internal sealed class DocumentationText
{
    private const string Marker = "///";

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
        var text = new StringBuilder();
        foreach (var line in symbol.DeclaringSyntaxReferences[0].GetSyntax().GetLeadingTrivia().ToFullString().Split('\n').Select(static line => line.Trim()))
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
        var words = text.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(" ", words);
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
                    // Paragraphs and items of lists are words of their own, code is part of a sentence.
                    var gap = inner.Name.LocalName is "c" or "see" or "b" or "i" ? string.Empty : " ";
                    text.Append(gap);
                    Append(text, inner);
                    text.Append(gap);
                    break;
                case XElement reference:
                    text.Append(NameOf(reference));
                    break;
            }
        }
    }

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
