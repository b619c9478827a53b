using System.Buffers;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Makes the changes that are certain, of what is written plainly: a text with escapes or over several lines is left to whoever has written it.</summary>
/// <param name="text">The text of the manifest, without a byte order mark; null where there is none.</param>
internal sealed class FixMaker(string? text)
{
    /// <summary>Up to how many keys of a table are compared with each other: nobody writes a larger one by hand.</summary>
    public const int MaxKeys = 100;

    /// <summary>How many letters of a key may be wrong. Of a value it is one.</summary>
    public const int LettersOfKey = 2;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <summary>Puts another name in place of a key or a string, in the quotes that it has.</summary>
    public ManifestFix? Rename(string name, int line, int column, string other) =>
        Find(line, column, name, other) ?? Find(line, column, $"\"{name}\"", $"\"{other}\"") ?? Find(line, column, $"'{name}'", $"'{other}'");

    /// <summary>Takes a string out of its quotes.</summary>
    public ManifestFix? Unquote(ManifestNode node, string value) => InQuotes(node, _ => value);

    /// <summary>Makes an array of a string.</summary>
    public ManifestFix? Enclose(ManifestNode node) => InQuotes(node, static written => $"[{written}]");

    /// <summary>Puts a number into quotes, as it is written: 1.0 is a version, and 1 is another one.</summary>
    public ManifestFix? Quote(ManifestNode node)
    {
        if (node.Kind is not (ManifestNodeKind.Integer or ManifestNodeKind.Float))
        {
            return null;
        }

        // Neither 1e3 nor 1_000: what the text of these would be is not for us to say.
        var rest = From(node.Line, node.Column);
        var digits = rest[..(rest.IndexOfAnyExcept(s_digits) is >= 0 and var end ? end : rest.Length)].ToString();
        return digits.Length == 0 ? null : Find(node.Line, node.Column, digits, $"\"{digits}\"");
    }

    private ManifestFix? InQuotes(ManifestNode node, Func<string, string> change) => node.Kind != ManifestNodeKind.String || node.Text.Length == 0 ? null
        : Find(node.Line, node.Column, $"\"{node.Text}\"", change($"\"{node.Text}\"")) ?? Find(node.Line, node.Column, $"'{node.Text}'", change($"'{node.Text}'"));

    private ManifestFix? Find(int line, int column, string written, string other)
    {
        var rest = From(line, column);
        return rest.StartsWith(written, StringComparison.Ordinal) && (rest.Length == written.Length || !IsOfAWord(rest[written.Length]))
            ? new() { Line = line, Column = column, OldText = written, NewText = other }
            : null;
    }

    private ReadOnlySpan<char> From(int line, int column)
    {
        var rest = text.AsSpan();
        for (; line > 1; line--)
        {
            rest = rest[(rest.IndexOf('\n') + 1)..];
        }

        return column > 0 && column <= rest.Length ? rest[(column - 1)..] : [];
    }

    private static bool IsOfAWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-';
}
