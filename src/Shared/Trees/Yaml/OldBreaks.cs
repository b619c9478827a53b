using System.Buffers;

namespace Dagstack.Extensions.Shared;

/// <summary>Hides characters from the scanner that end a line in YAML 1.1, which it reads, and are like any other in 1.2.</summary>
/// <remarks>Each is replaced by one that the text does not have, so that lines and columns stay.</remarks>
internal sealed class OldBreaks
{
    private const string Breaks = "\u0085\u2028\u2029";

    private static readonly SearchValues<char> s_breaks = SearchValues.Create(Breaks);

    private readonly string? _standIns;

    public OldBreaks(string text) => _standIns = text.AsSpan().ContainsAny(s_breaks) ? FindUnused(text) : null;

    /// <summary>Replaces the characters by others.</summary>
    public string Hide(string text) => _standIns is null ? text : Replace(text, Breaks, _standIns);

    /// <summary>Puts them back.</summary>
    public string Show(string text) => _standIns is null ? text : Replace(text, _standIns, Breaks);

    /// <summary>Finds characters for private use that a text does not have. A text that has all of them is read as it is.</summary>
    private static string? FindUnused(string text)
    {
        var used = text.ToHashSet();
        var free = Enumerable.Range('\uE000', '\uF8FF' - '\uE000').Select(static code => (char)code).Where(code => !used.Contains(code)).Take(Breaks.Length).ToArray();
        return free.Length == Breaks.Length ? new(free) : null;
    }

    private static string Replace(string text, string from, string to) => string.Create(text.Length, (text, from, to), static (result, state) =>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var at = state.from.IndexOf(state.text[i], StringComparison.Ordinal);
            result[i] = at < 0 ? state.text[i] : state.to[at];
        }
    });
}
