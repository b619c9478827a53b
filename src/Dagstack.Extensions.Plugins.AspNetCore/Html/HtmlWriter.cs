using System.Text;
using System.Text.Encodings.Web;

namespace Dagstack.Extensions.Plugins.AspNetCore.Html;

/// <summary>Writes HTML in which text stays text: whatever a name or a reason holds, it becomes neither markup nor script, and nothing in it turns the direction of writing.</summary>
/// <remarks>Names of elements and attributes are those of the page itself. What a strict policy of content forbids, style and script in attributes, is refused here.</remarks>
internal sealed class HtmlWriter
{
    private static readonly HashSet<string> s_empty = ["col", "input", "link", "meta"];

    private readonly StringBuilder _html = new("<!doctype html>\n");
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element until what is returned is disposed.</summary>
    /// <param name="element">Its name.</param>
    /// <param name="attributes">Its attributes; one without a value is left out.</param>
    public HtmlScope In(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        _open.Push(element);
        return new(this, _open.Count);
    }

    /// <summary>Writes an element that holds a text.</summary>
    /// <param name="element">Its name.</param>
    /// <param name="text">The text; null for none.</param>
    /// <param name="attributes">Its attributes; one without a value is left out.</param>
    public void Element(string element, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        if (!s_empty.Contains(element))
        {
            Text(text);
            End(element);
        }
    }

    /// <summary>Writes a text, cut where it is longer than anybody reads.</summary>
    public void Text(string? text)
    {
        if (text is not null)
        {
            _html.Append(HtmlEncoder.Default.Encode(PageText.Of(text)));
        }
    }

    /// <summary>Returns the document.</summary>
    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() => _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open.");

    /// <summary>Closes the element that was opened last.</summary>
    internal void Close(int depth)
    {
        if (depth != _open.Count)
        {
            throw new InvalidOperationException($"<{_open.Peek()}> was opened inside of what is closed here, and is not closed itself.");
        }

        End(_open.Pop());
    }

    private void Begin(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (name == "style" || name.StartsWith("on", StringComparison.Ordinal))
            {
                throw new ArgumentException($"The page allows no '{name}' in an element. Use a class, and the style sheet or the script of the page.", nameof(attributes));
            }

            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"").Append(HtmlEncoder.Default.Encode(PageText.Of(value))).Append('"');
            }
        }

        _html.Append('>');
    }

    private void End(string element) => _html.Append("</").Append(element).Append(">\n");
}
