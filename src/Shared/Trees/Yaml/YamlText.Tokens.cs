namespace Dagstack.Extensions.Shared;

internal sealed partial class YamlText
{
    private void BeginToken()
    {
        var (first, next) = (CharAt(_at), CharAt(_at + 1));
        var isAfterJson = _isAfterJson;
        _isAfterJson = first is '"' or '\'' or ']' or '}';
        switch (first)
        {
            case '[' or '{':
                _flowLevel++;
                RefuseComment(_at + 1);
                break;
            case ']' or '}':
                _flowLevel = Math.Max(0, _flowLevel - 1);
                ShowSeparation(_at + 1, isAfterIndicator: false);
                break;
            case ',':
                RefuseComment(_at + 1);
                break;
            case '&' or '*':
                ShowName();
                break;
            case '"':
                ShowDoubleQuoted();
                break;
            case '\'':
                ShowSingleQuoted();
                break;
            case '|' or '>' when _flowLevel == 0:
                ShowBlockHeader();
                break;
            case '-' or '?' or ':' when IsBlankOrEnd(next):
                ShowSeparation(_at + 1, isAfterIndicator: true);
                break;
            case ':' when isAfterJson && _flowLevel > 0:
            case '!' or '#' or '|' or '>' or '%' or '`' or Refused:
                break;
            case '-' when _flowLevel > 0 && IsFlowIndicator(next):
                _shown[_at] = Refused;
                break;
            case '?' or ':' when _flowLevel > 0 && IsFlowIndicator(next):
                // The indicator of something empty.
                break;
            default:
                if (_flowLevel > 0)
                {
                    ShowPlainInFlow();
                }

                break;
        }
    }

    // What is after a token: a comment has a blank before it, and tabs may stand on lines that have nothing else, and after an indicator.
    private void ShowSeparation(int start, bool isAfterIndicator)
    {
        RefuseComment(start);
        var mayHaveTabs = isAfterIndicator;
        while (_flowLevel == 0)
        {
            var end = start;
            while (IsBlank(CharAt(end)))
            {
                end++;
            }

            var isRest = CharAt(end) is '#' or '\r' or '\n' or '\0';
            if (isRest || mayHaveTabs)
            {
                _shown.AsSpan(start, end - start).Replace('\t', ' ');
            }

            if (!isRest || _shown.AsSpan(end).IndexOfAny('\r', '\n') is not (>= 0 and var length))
            {
                return;
            }

            (start, mayHaveTabs) = (end + length + 1, false);
        }
    }

    // Any character may be in a name but blanks and what ends a value in flow.
    private void ShowName()
    {
        var end = EndOfName(_at);
        for (var i = _at + 1; i < end; i++)
        {
            _shown[i] = 'x';
        }
    }

    private int EndOfName(int start)
    {
        var end = start + 1;
        while (end < _text.Length && !IsBlankOrEnd(_text[end]) && !IsFlowIndicator(_text[end]))
        {
            end++;
        }

        return end;
    }

    // A question mark is a character like any other, a colon is at the beginning, and a colon before the end of a value ends the text.
    private void ShowPlainInFlow()
    {
        for (var i = _at; i < _shown.Length && !IsFlowIndicator(_shown[i]); i++)
        {
            if (_shown[i] == '?' || (_shown[i] == ':' && i == _at))
            {
                Hide(i);
            }
            else if (_shown[i] == ':' && (IsBlankOrEnd(CharAt(i + 1)) || CharAt(i + 1) is ',' or ']' or '}'))
            {
                _endOfPlain = i;
                return;
            }
            else if (_shown[i] == '#' && IsBlankOrEnd(CharAt(i - 1)))
            {
                return;
            }
        }
    }

    private void ShowBlockHeader()
    {
        var end = _at + 1;
        while (CharAt(end) is '+' or '-' or (>= '0' and <= '9'))
        {
            end++;
        }

        RefuseComment(end);
    }

    private void RefuseComment(int index)
    {
        if (CharAt(index) == '#')
        {
            _shown[index] = Refused;
        }
    }
}
