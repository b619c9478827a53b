using System.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Indented text.</summary>
internal sealed class CodeWriter
{
    private static readonly string s_version = typeof(CodeWriter).Assembly.GetName().Version.ToString(2);

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Writes the attribute that says who wrote the class.</summary>
    public void GeneratedCode() => Line($"[global::System.CodeDom.Compiler.GeneratedCode(\"Dagstack.Extensions.Plugins.Generators\", \"{s_version}\")]");

    public void Open(string header)
    {
        Line(header);
        Line("{");
        _depth++;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
