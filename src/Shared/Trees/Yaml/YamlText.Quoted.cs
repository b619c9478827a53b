using System.Globalization;

namespace Dagstack.Extensions.Shared;

internal sealed partial class YamlText
{
    private void ShowSingleQuoted()
    {
        for (var i = _at + 1; i < _shown.Length; i++)
        {
            if (_shown[i] == '\'' && CharAt(++i) != '\'')
            {
                ShowSeparation(i, isAfterIndicator: false);
                return;
            }
        }
    }

    private void ShowDoubleQuoted()
    {
        var i = _at + 1;
        while (i < _shown.Length)
        {
            var next = _shown.AsSpan(i).IndexOfAny('"', '\\');
            if (next < 0)
            {
                return;
            }

            i += next;
            if (_shown[i] == '"')
            {
                ShowSeparation(i + 1, isAfterIndicator: false);
                return;
            }

            i = ShowEscape(i);
        }
    }

    // There is none for a single quote, and one half of a pair goes only before the other.
    private int ShowEscape(int start)
    {
        if (CharAt(start + 1) == '\'')
        {
            _shown[start + 1] = Refused;
        }
        else if (char.IsSurrogate(CodeAt(start)) && CodeAt(start + 6) is not '\0' and var second)
        {
            if (char.IsSurrogatePair(CodeAt(start), second))
            {
                return start + 12;
            }

            _shown[start + 6] = Refused;
        }

        return start + 2;
    }

    private char CodeAt(int escape) =>
        CharAt(escape) == '\\' && CharAt(escape + 1) == 'u' && escape + 6 <= _text.Length
            && ushort.TryParse(_text.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : '\0';
}
