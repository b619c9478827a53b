namespace Dagstack.Extensions.Shared;

// What errors need to know.
internal sealed partial class YamlText
{
    /// <summary>Tells whether a tab is at a place, which the scanner does not take for a blank.</summary>
    public bool IsTab(int index) => CharAt(index) == '\t';

    /// <summary>Tells whether a comment at a place has been refused.</summary>
    public bool IsRefusedComment(int index) => CharAt(index) == Refused && _text[index] == '#';

    /// <summary>Returns where the last key is, or what stands in its place: what begins a line and is not in brackets or braces.</summary>
    public (int Line, int Column) PlaceOfKey(int before)
    {
        var (line, start, end) = (1, 0, Math.Min(_key, before));
        for (var next = NextLine(0); next >= 0 && next <= end; next = NextLine(next))
        {
            (line, start) = (line + 1, next);
        }

        return (line, end - start + 1);
    }

    /// <summary>Returns the rest of a line, which ends where the scanner takes it to end.</summary>
    public ReadOnlySpan<char> LineAt(int start)
    {
        var rest = _shown.AsSpan(start);
        var end = rest.IndexOfAny('\r', '\n');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>Returns where the line after this one begins, or -1.</summary>
    public int NextLine(int start)
    {
        var end = start + LineAt(start).Length;
        return end >= _shown.Length ? -1 : CharAt(end) == '\r' && CharAt(end + 1) == '\n' ? end + 2 : end + 1;
    }
}
