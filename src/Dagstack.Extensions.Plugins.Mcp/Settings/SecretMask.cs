namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>Takes secrets that a plugin was given out of what it says, before that is logged or becomes a reason.</summary>
/// <remarks>Of secrets that overlap all of it is taken out. A text is to be masked before it is cut: the beginning of a secret is not known by itself.</remarks>
internal sealed class SecretMask
{
    private const string Hidden = "***";

    private readonly Lock _gate = new();
    private string[] _texts = [];

    /// <summary>Adds a value, each of its lines, and all of them as JSON has them.</summary>
    public void Add(string? value)
    {
        if (value is null)
        {
            return;
        }

        lock (_gate)
        {
            Volatile.Write(ref _texts, [.. _texts.Union(SecretForms.Of(value), StringComparer.Ordinal)]);
        }
    }

    /// <summary>Takes secrets out of a text.</summary>
    public string Apply(string text) => Apply(text, isPart: false);

    /// <summary>Takes secrets out of a text that may be a part of a longer one: also the beginning of one at its end, and the end of one at its beginning.</summary>
    public string ApplyToPart(string text) => Apply(text, isPart: true);

    private string Apply(string text, bool isPart)
    {
        List<Range>? found = null;
        foreach (var secret in Volatile.Read(ref _texts))
        {
            for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
            {
                (found ??= []).Add(at..(at + secret.Length));
            }

            if (isPart && BeginningAtTheEnd(text, secret) is { } start)
            {
                (found ??= []).Add(start..text.Length);
            }

            if (isPart && EndAtTheBeginning(text, secret) is { } end)
            {
                (found ??= []).Add(0..end);
            }
        }

        return found is null ? text : Hide(text, found);
    }

    private static string Hide(string text, List<Range> found)
    {
        var result = new System.Text.StringBuilder(text.Length);
        var (shown, hidden) = (0, -1);
        foreach (var one in found.OrderBy(static one => one.Start.Value))
        {
            if (one.Start.Value >= hidden)
            {
                result.Append(text, shown, one.Start.Value - shown).Append(Hidden);
                hidden = one.End.Value;
            }

            shown = hidden = Math.Max(hidden, one.End.Value);
        }

        return result.Append(text, shown, text.Length - shown).ToString();
    }

    private static int? BeginningAtTheEnd(string text, string secret)
    {
        var first = Math.Max(0, text.Length - secret.Length + 1);
        var known = secret[..SecretForms.MinLength];
        for (var at = text.IndexOf(known, first, StringComparison.Ordinal); at >= 0; at = text.IndexOf(known, at + 1, StringComparison.Ordinal))
        {
            if (secret.AsSpan().StartsWith(text.AsSpan(at)))
            {
                return at;
            }
        }

        return null;
    }

    private static int? EndAtTheBeginning(string text, string secret)
    {
        var beginning = text.AsSpan(0, Math.Min(text.Length, secret.Length - 1));
        var known = secret.AsSpan(secret.Length - SecretForms.MinLength);
        for (var end = beginning.LastIndexOf(known); end >= 0; end = beginning[..(end + known.Length - 1)].LastIndexOf(known))
        {
            if (secret.AsSpan().EndsWith(beginning[..(end + known.Length)]))
            {
                return end + known.Length;
            }
        }

        return null;
    }
}
