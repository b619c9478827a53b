namespace Dagstack.Extensions.Shared;

/// <summary>Characters for private use that stand for others while the scanner reads, so that lines and columns stay.</summary>
internal sealed class YamlStandIns(string text)
{
    private const char First = '\uE000';
    private const char Last = '\uF8FF';

    /// <summary>What ends a line in YAML 1.1 and is a character like any other in 1.2, and indicators that are none where they stand.</summary>
    private const string Hidden = "\u0085\u2028\u2029?:";

    private readonly string? _standIns = text.AsSpan().ContainsAnyInRange(First, Last) ? FindUnused(text) : "\uE000\uE001\uE002\uE003\uE004";
    private bool _isUsed;

    /// <summary>Returns what stands for a character. In a text that has all that may, each stands for itself.</summary>
    public char For(char hidden)
    {
        if (_standIns is null)
        {
            return hidden;
        }

        _isUsed = true;
        return _standIns[Hidden.IndexOf(hidden, StringComparison.Ordinal)];
    }

    /// <summary>Returns what a token says as it stands in the text.</summary>
    public string Original(string value) => _isUsed && value.AsSpan().ContainsAnyInRange(First, Last) ? Restore(value, _standIns!) : value;

    private static string Restore(string value, string standIns)
    {
        var result = value.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            var at = standIns.IndexOf(result[i], StringComparison.Ordinal);
            result[i] = at < 0 ? result[i] : Hidden[at];
        }

        return new(result);
    }

    private static string? FindUnused(string text)
    {
        var used = text.ToHashSet();
        var free = Enumerable.Range(First, Last - First).Select(static code => (char)code).Where(code => !used.Contains(code)).Take(Hidden.Length).ToArray();
        return free.Length == Hidden.Length ? new(free) : null;
    }
}
