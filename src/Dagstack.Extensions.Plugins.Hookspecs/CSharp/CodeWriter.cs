using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>Writes lines of C# with their indentation.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Writes a documentation comment.</summary>
    /// <param name="element">The opening tag without brackets, such as <c>param name="input"</c>.</param>
    /// <param name="text">The text, of any number of lines.</param>
    public void Documentation(string element, string text)
    {
        var end = element.Split(' ')[0];
        var lines = text.Trim().Split('\n').Select(static line => CSharpText.Documentation(line.TrimEnd())).ToList();
        if (lines.Count == 1)
        {
            Line($"/// <{element}>{lines[0]}</{end}>");
            return;
        }

        Line($"/// <{element}>");
        foreach (var line in lines)
        {
            Line($"/// {line}".TrimEnd());
        }

        Line($"/// </{end}>");
    }

    public override string ToString() => _text.ToString();
}
