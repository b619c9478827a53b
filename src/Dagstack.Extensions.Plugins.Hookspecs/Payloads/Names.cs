using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Makes names of types and members of the names in a hookspec.</summary>
internal static class Names
{
    /// <summary>Joins the words of a name: <c>vector_store</c> is <c>VectorStore</c>, <c>execute.input</c> is <c>ExecuteInput</c>.</summary>
    /// <param name="name">The name. What is neither a letter nor a digit ends a word; capitals stay.</param>
    /// <returns>A name of letters and digits that begins with a letter.</returns>
    public static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        var starts = true;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                starts = true;
                continue;
            }

            pascal.Append(starts ? char.ToUpperInvariant(letter) : letter);
            starts = false;
        }

        return pascal.Length == 0 ? "Value" : char.IsAsciiDigit(pascal[0]) ? pascal.Insert(0, "Value").ToString() : pascal.ToString();
    }

    /// <summary>The name of the type that a schema file describes at its root.</summary>
    public static string OfFile(string file) => Pascal(PayloadNames.Stem(file));

    /// <summary>Makes a name that is not taken yet, and takes it.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        for (var (candidate, number) = (name, 2); ; candidate = $"{name}{number++}")
        {
            if (taken.Add(candidate))
            {
                return candidate;
            }
        }
    }
}
