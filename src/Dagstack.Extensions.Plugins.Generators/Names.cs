using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Names of kinds, classes and the wire.</summary>
internal static class Names
{
    private static readonly Regex s_kind = new("^[a-z0-9][a-z0-9_-]*\\z", RegexOptions.CultureInvariant);
    private static readonly Regex s_version = new("^[0-9]+(\\.[0-9]+){0,2}\\z", RegexOptions.CultureInvariant);

    public static bool IsKind(string text) => s_kind.IsMatch(text);

    public static bool IsApiVersion(string text) => s_version.IsMatch(text);

    /// <summary>Turns MaxSize, maxSize and HTTPServer2 into max_size and http_server2; a trailing Async is dropped.</summary>
    public static string ToWire(string name)
    {
        if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal))
        {
            name = name.Substring(0, name.Length - 5);
        }

        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Makes an identifier of an interface and a kind that no other pair makes.</summary>
    public static string ToClassName(string qualifiedInterface, string kind)
    {
        var text = new StringBuilder();
        foreach (var c in qualifiedInterface.Replace("global::", string.Empty) + "_" + kind)
        {
            text.Append(char.IsLetterOrDigit(c) ? c.ToString() : c is '.' or '_' ? "_" : "_x" + ((int)c).ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
