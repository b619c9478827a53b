using System.Text;

namespace Dagstack.Tool.Creation;

/// <summary>Names of projects and classes, made of those of kinds and plugins.</summary>
internal static class Names
{
    /// <summary>What files that are made mean by other things.</summary>
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal) { "I", "System", "Microsoft", "Dagstack", "Xunit", "Task", "Assert", "Fact", "Theory", "TestContext", "Tests", "Contracts" };

    /// <summary>Makes the name of a plugin's project of the plugin's own.</summary>
    public static string OfPlugin(string name) => Pascal(name) is var made && s_taken.Contains(made) ? made + "Plugin" : made;

    /// <summary>Makes the name of a kind in code, as <c>TextSplitter</c> of <c>text-splitter</c>.</summary>
    public static string OfKind(string kind) => Pascal(kind) is var made && s_taken.Contains(made) ? made + "Kind" : made;

    private static string Pascal(string name)
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
