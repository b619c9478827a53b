using SharpYaml;

namespace Dagstack.Extensions.Shared;

/// <summary>The text as the library's scanner sees it, which knows YAML 1.1: what 1.2 reads in another way is shown in a form that both read so, and what it lets through in one that it refuses.</summary>
/// <remarks>The scanner asks for the end of the input once where a token begins, and never goes back. Whether it still does so, <see cref="HasBegun"/> tells.</remarks>
internal sealed partial class YamlText : ILookAheadBuffer
{
    /// <summary>No token may begin with it.</summary>
    private const char Refused = '@';

    private readonly string _text;
    private readonly char[] _shown;
    private readonly YamlStandIns _standIns;
    private readonly List<int> _starts = [];
    private int _checked;
    private int _begun = -1;
    private int _key;
    private int _at;
    private int _endOfPlain = -1;
    private int _flowLevel;
    private bool _isAfterJson;

    public YamlText(string text)
    {
        _text = text;
        _shown = text.ToCharArray();
        _standIns = new(text);
        HideOldBreaks();
        ShowBeginning();
    }

    /// <inheritdoc/>
    public bool EndOfInput
    {
        get
        {
            if (_begun != _at)
            {
                _begun = _at;
                _starts.Add(_at);
                _key = _flowLevel == 0 && IsFirstOfLine(_at) ? _at : _key;
                BeginToken();
            }

            return _at >= _shown.Length;
        }
    }

    /// <inheritdoc/>
    public char Peek(int offset) => offset == 1 && _at == _endOfPlain ? ' ' : CharAt(_at + offset);

    /// <inheritdoc/>
    public void Skip(int length) => _at += length;

    /// <inheritdoc/>
    public void Cache(int length)
    {
        // The whole text is here.
    }

    /// <summary>Returns what a token says as it stands in the text.</summary>
    public string Original(string value) => _standIns.Original(value);

    /// <summary>Returns the name that an anchor or alias has.</summary>
    /// <param name="start">Where its indicator is.</param>
    public string Name(int start) => _text[(start + 1)..EndOfName(start)];

    /// <summary>Tells whether the scanner has asked for the end where a token begins, for one token after the other.</summary>
    public bool HasBegun(int start)
    {
        while (_checked < _starts.Count)
        {
            var begun = _starts[_checked++];
            if (_checked == _starts.Count)
            {
                _starts.Clear();
                _checked = 0;
            }

            if (begun == start)
            {
                return true;
            }

            // The token of an explicit key is not told from one of a key before a colon.
            if (CharAt(begun) != '?')
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private static bool IsBlankOrEnd(char c) => c is ' ' or '\t' or '\r' or '\n' or '\0';

    private static bool IsFlowIndicator(char c) => c is ',' or '[' or ']' or '{' or '}';

    private bool IsFirstOfLine(int index)
    {
        while (IsBlank(CharAt(index - 1)))
        {
            index--;
        }

        return CharAt(index - 1) is '\r' or '\n' or '\0';
    }

    private char CharAt(int index) => (uint)index < (uint)_shown.Length ? _shown[index] : '\0';

    private void Hide(int index) => _shown[index] = _standIns.For(_shown[index]);

    private void HideOldBreaks()
    {
        for (var i = _text.AsSpan().IndexOfAny('\u0085', '\u2028', '\u2029'); i >= 0 && i < _shown.Length; i++)
        {
            if (_shown[i] is '\u0085' or '\u2028' or '\u2029')
            {
                Hide(i);
            }
        }
    }

    // Before the first value tabs may stand on lines that have nothing else, and reserved directives are passed over as comments are.
    private void ShowBeginning()
    {
        var (at, isStarted) = (0, false);
        while (at < _text.Length && CharAt(at) is ' ' or '\t' or '\r' or '\n' or '#' or '%' or '-')
        {
            var length = _text.AsSpan(at).IndexOfAny('\r', '\n');
            var line = _text.AsSpan(at, length < 0 ? _text.Length - at : length);
            var content = line.TrimStart(' ').TrimStart('\t').TrimStart(' ').TrimEnd();
            if (!isStarted && IsReservedDirective(line))
            {
                _shown[at] = '#';
            }
            else if (content.IsEmpty || content[0] == '#')
            {
                _shown.AsSpan(at, line.Length).Replace('\t', ' ');
            }
            else if (isStarted || !line.StartsWith('%'))
            {
                if (isStarted || !line.TrimEnd().SequenceEqual("---"))
                {
                    return;
                }

                isStarted = true;
            }

            at += line.Length + 1;
        }
    }

    private static bool IsReservedDirective(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith('%'))
        {
            return false;
        }

        var length = 1;
        while (length < line.Length && (char.IsAsciiLetterOrDigit(line[length]) || line[length] is '-' or '_'))
        {
            length++;
        }

        var name = line[1..length];
        return !name.IsEmpty && name is not ("YAML" or "TAG") && (length == line.Length || IsBlank(line[length]));
    }
}
