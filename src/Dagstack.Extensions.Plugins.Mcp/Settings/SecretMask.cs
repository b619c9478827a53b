using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>Takes secrets that a plugin was given out of what it says, before that is logged or becomes a reason.</summary>
internal sealed class SecretMask
{
    /// <summary>Shorter values are parts of ordinary words, and no secrets.</summary>
    private const int MinLength = 6;

    private readonly ConcurrentDictionary<string, bool> _values = new(StringComparer.Ordinal);

    /// <summary>Adds a value.</summary>
    public void Add(string? value)
    {
        if (value is { Length: >= MinLength })
        {
            _values[value] = true;
        }
    }

    public string Apply(string text)
    {
        foreach (var (value, _) in _values)
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
