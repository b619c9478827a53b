using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Which of the capabilities that a plugin declares say what it may do to others. All other words are for routing. See §2 of the plugin contract.</summary>
internal static class SecurityWords
{
    private static readonly FrozenSet<string> s_words = FrozenSet.Create(StringComparer.Ordinal, "network", "filesystem.write", "subprocess");

    /// <summary>Tells those of security from the others, each as a text; <c>nothing</c> where there are none.</summary>
    public static (string Security, string Others) Split(IEnumerable<string> capabilities)
    {
        var byKind = capabilities.ToLookup(s_words.Contains);
        return (Text(byKind[true]), Text(byKind[false]));
    }

    private static string Text(IEnumerable<string> words) => string.Join(", ", words.Select(Excerpt.Of)) is { Length: > 0 } text ? text : "nothing";
}
