namespace Dagstack.Extensions.Shared;

/// <summary>Takes a name apart.</summary>
internal static class NameWords
{
    /// <summary>The words of a name in lower case: <c>ApiKey</c>, <c>api_key</c> and <c>API-KEY</c> have the same.</summary>
    public static List<string> Of(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsLetterOrDigit(name[i]))
            {
                Add(words, name, start, i);
                start = i + 1;
            }
            else if (i > start && StartsWord(name, i))
            {
                Add(words, name, start, i);
                start = i;
            }
        }

        return words;
    }

    private static bool StartsWord(string name, int i) =>
        char.IsUpper(name[i])
            ? !char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))
            : char.IsDigit(name[i]) != char.IsDigit(name[i - 1]) && char.IsDigit(name[i]);

    private static void Add(List<string> words, string name, int start, int end)
    {
        if (end > start)
        {
            words.Add(name[start..end].ToLowerInvariant());
        }
    }
}
