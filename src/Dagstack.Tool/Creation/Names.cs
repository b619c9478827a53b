using System.Text;

namespace Dagstack.Tool.Creation;

/// <summary>Names of projects and classes, made of those of kinds and plugins.</summary>
internal static class Names
{
    /// <summary>Makes <c>TextSplitter</c> of <c>text-splitter</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var begins = true;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            if (text.Length == 0 && char.IsAsciiDigit(c))
            {
                text.Append('N');
            }

            text.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return text.ToString();
    }
}
