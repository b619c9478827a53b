using System.Text;
using System.Xml;

namespace Dagstack.Tool.TestReports;

/// <summary>Writes reports in XML, which any text may be part of.</summary>
internal static class ReportXml
{
    private static readonly XmlWriterSettings s_settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None };

    /// <summary>Writes a document.</summary>
    public static byte[] Write(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, s_settings))
        {
            write(xml);
        }

        return bytes.ToArray();
    }

    /// <summary>Makes a text fit for XML and for whoever reads it: lines stay, other characters that cannot be seen or that XML does not have are escapes.</summary>
    public static string Text(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    /// <summary>As <see cref="Text"/>, in one line.</summary>
    public static string Line(string text)
    {
        // What is left of invalid characters: those that are none in Unicode.
        var printable = Excerpt.Printable(text);
        return printable.AsSpan().ContainsAny('\uFFFE', '\uFFFF')
            ? printable.Replace("\uFFFE", @"\uFFFE", StringComparison.Ordinal).Replace("\uFFFF", @"\uFFFF", StringComparison.Ordinal)
            : printable;
    }

    /// <summary>Writes a time as XML Schema has it.</summary>
    public static string Time(DateTimeOffset time) => XmlConvert.ToString(time);
}
