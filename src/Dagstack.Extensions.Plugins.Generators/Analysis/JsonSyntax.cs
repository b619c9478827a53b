namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Looks whether a text is JSON. The compiler's process has no reader of it that an analyzer could rely on.</summary>
internal sealed class JsonSyntax
{
    /// <summary>As deep as the host reads.</summary>
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _at;

    private JsonSyntax(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Finds where a text stops being JSON.</summary>
    /// <returns>The place, counted from 0; null if all of it is one JSON value.</returns>
    public static int? FindFault(string text)
    {
        var syntax = new JsonSyntax(text);
        return syntax.ReadValue(0) && syntax.IsAtEnd() ? null : syntax._at;
    }

    private bool IsAtEnd()
    {
        SkipBlanks();
        return _at == _text.Length;
    }

    private bool ReadValue(int depth)
    {
        SkipBlanks();
        return Current switch
        {
            '{' => depth < MaxDepth && ReadItems('}', () => ReadName() && ReadValue(depth + 1)),
            '[' => depth < MaxDepth && ReadItems(']', () => ReadValue(depth + 1)),
            '"' => ReadText(),
            't' => Read("true"),
            'f' => Read("false"),
            'n' => Read("null"),
            _ => ReadNumber(),
        };
    }

    private bool ReadItems(char end, Func<bool> readItem)
    {
        _at++;
        SkipBlanks();
        if (Skip(end))
        {
            return true;
        }

        do
        {
            if (!readItem())
            {
                return false;
            }

            SkipBlanks();
        }
        while (Skip(','));

        return Skip(end);
    }

    private bool ReadName()
    {
        SkipBlanks();
        if (Current != '"' || !ReadText())
        {
            return false;
        }

        SkipBlanks();
        return Skip(':');
    }

    private bool ReadText()
    {
        for (_at++; _at < _text.Length && Current >= ' '; _at++)
        {
            if (Skip('"'))
            {
                return true;
            }

            if (Current == '\\' && !ReadEscape())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads an escape up to its last character.</summary>
    private bool ReadEscape()
    {
        _at++;
        if (Current != 'u')
        {
            return "\"\\/bfnrt".IndexOf(Current) >= 0 && Current != '\0';
        }

        for (var digits = 0; digits < 4; digits++)
        {
            _at++;
            if (!Uri.IsHexDigit(Current))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadNumber()
    {
        Skip('-');
        if (!Skip('0') && !ReadDigits())
        {
            return false;
        }

        if (Skip('.') && !ReadDigits())
        {
            return false;
        }

        if (Skip('e') || Skip('E'))
        {
            _ = Skip('+') || Skip('-');
            return ReadDigits();
        }

        return true;
    }

    private bool ReadDigits()
    {
        var start = _at;
        while (Current is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start;
    }

    private bool Read(string word)
    {
        foreach (var letter in word)
        {
            if (!Skip(letter))
            {
                return false;
            }
        }

        return true;
    }

    private bool Skip(char expected)
    {
        if (Current != expected || _at >= _text.Length)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }
}
