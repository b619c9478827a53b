namespace Dagstack.Extensions.Plugins;

/// <summary>The rules of names in a temporary folder: one name, on every system, and nothing that leads elsewhere.</summary>
internal static class TempName
{
    private const int MaxLength = 100;

    public static void ThrowIfInvalidName(string name)
    {
        var problem = name switch
        {
            "" => "it is empty",
            "." or ".." => "it is a step, not a name",
            _ => ProblemOf(name),
        };
        if (problem is not null)
        {
            throw new ArgumentException($"The name '{StorageKey.Show(name)}' is not one of a temporary folder: {problem}. Give a single name without separators, such as 'pages', or none.", nameof(name));
        }
    }

    public static void ThrowIfInvalidSuffix(string suffix)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        if (suffix.Length > 0 && ProblemOf(suffix) is { } problem)
        {
            throw new ArgumentException($"The suffix '{StorageKey.Show(suffix)}' cannot end the name of a temporary file: {problem}. Give an extension, such as '.csv', or none.", nameof(suffix));
        }
    }

    private static string? ProblemOf(string text) => text switch
    {
        _ when StorageKey.ProblemOfCharacters(text) is { } problem => problem,
        _ when text.IndexOfAny(['/', ':']) is >= 0 and var at => $"it contains '{text[at]}' at position {at}",

        // Windows drops these, so the file would have another name than the one asked for.
        _ when text[^1] is '.' or ' ' => "it ends with a dot or a space",
        _ when text.Length > MaxLength => $"it is {text.Length} characters long, and at most {MaxLength} are allowed",
        _ => null,
    };
}
