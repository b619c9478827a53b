using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Reads as much of a manifest's TOML as analyzers need, and passes over what it does not understand.</summary>
internal sealed class ManifestReader
{
    private static readonly string[] s_roots = ["tool.dagstack.plugin.", "plugin."];

    private readonly Dictionary<string, ManifestValue> _values = new(StringComparer.Ordinal);
    private readonly string _text;
    private int _at;

    private ManifestReader(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>Reads strings, lists of them and what is true, by their path below the plugin's table: <c>resources.required</c>.</summary>
    public static IReadOnlyDictionary<string, ManifestValue> Read(string text)
    {
        var reader = new ManifestReader(text);
        reader.ReadAll();
        return reader._values;
    }

    private void ReadAll()
    {
        var table = string.Empty;
        while (true)
        {
            SkipBlanks(lines: true);
            if (IsAtEnd)
            {
                return;
            }

            if (Current == '[')
            {
                var isArray = _at + 1 < _text.Length && _text[_at + 1] == '[';
                _at += isArray ? 2 : 1;

                // Nothing that is looked for is in an array of tables.
                table = (isArray ? "[]." : string.Empty) + ReadKey() + ".";
            }
            else
            {
                ReadPair(table);
            }

            SkipLine();
        }
    }

    private void ReadPair(string table)
    {
        var key = ReadKey();
        SkipBlanks(lines: false);
        if (key.Length == 0 || Current != '=')
        {
            return;
        }

        _at++;
        ReadValue(table + key);
    }

    private string ReadKey()
    {
        var key = new StringBuilder();
        while (true)
        {
            SkipBlanks(lines: false);
            if (Current is '"' or '\'')
            {
                key.Append(ReadString());
            }
            else
            {
                while (char.IsLetterOrDigit(Current) || Current is '_' or '-')
                {
                    key.Append(_text[_at++]);
                }
            }

            SkipBlanks(lines: false);
            if (Current != '.')
            {
                return key.ToString();
            }

            key.Append('.');
            _at++;
        }
    }

    private void ReadValue(string path)
    {
        SkipBlanks(lines: false);
        var start = _at;
        List<string> texts = [];
        switch (Current)
        {
            case '"' or '\'':
                texts.Add(ReadString());
                break;
            case '[':
                ReadList(texts);
                break;
            case '{':
                ReadInlineTable(path + ".");
                return;
            default:
                SkipBare();
                if (string.CompareOrdinal(_text, start, "true", 0, 4) == 0)
                {
                    texts.Add("true");
                }

                break;
        }

        if (s_roots.FirstOrDefault(root => path.StartsWith(root, StringComparison.Ordinal)) is { } root && !_values.ContainsKey(path.Substring(root.Length)))
        {
            _values.Add(path.Substring(root.Length), new(texts, TextSpan.FromBounds(start, _at)));
        }
    }

    private void ReadList(List<string> texts)
    {
        _at++;
        while (true)
        {
            SkipBlanks(lines: true);
            switch (Current)
            {
                case '"' or '\'':
                    texts.Add(ReadString());
                    break;
                case '[':
                    ReadList([]);
                    break;
                case '{':
                    ReadInlineTable("{}.");
                    break;
                case ']' or '\0':
                    _at++;
                    return;
                default:
                    SkipBare();
                    break;
            }

            SkipBlanks(lines: true);
            if (Current == ',')
            {
                _at++;
            }
        }
    }

    private void ReadInlineTable(string path)
    {
        _at++;
        while (true)
        {
            SkipBlanks(lines: true);
            if (Current is '}' or '\0')
            {
                _at++;
                return;
            }

            var before = _at;
            ReadPair(path);
            SkipBlanks(lines: true);

            // Something that is no pair must not keep the reader where it is.
            if (Current == ',' || _at == before)
            {
                _at++;
            }
        }
    }

    private string ReadString()
    {
        var quote = _text[_at];
        var isLong = string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0;
        var end = isLong ? new string(quote, 3) : quote.ToString();
        _at += end.Length;
        var text = new StringBuilder();
        while (!IsAtEnd && string.CompareOrdinal(_text, _at, end, 0, end.Length) != 0 && (isLong || Current is not ('\r' or '\n')))
        {
            // Escapes of names are unheard of: what follows the backslash stands for itself.
            if (quote == '"' && Current == '\\')
            {
                _at++;
            }

            if (!IsAtEnd)
            {
                text.Append(_text[_at++]);
            }
        }

        _at = Math.Min(_at + end.Length, _text.Length);
        return text.ToString();
    }

    private void SkipBare()
    {
        var before = _at;
        while (!IsAtEnd && Current is not (',' or ']' or '}' or '#' or '\r' or '\n'))
        {
            _at++;
        }

        if (_at == before && !IsAtEnd && Current is not ('#' or '\r' or '\n'))
        {
            _at++;
        }
    }

    private void SkipBlanks(bool lines)
    {
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t' or '\uFEFF' || (lines && Current is ('\r' or '\n')))
            {
                _at++;
            }
            else if (lines && Current == '#')
            {
                SkipLine();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipLine()
    {
        while (!IsAtEnd && Current != '\n')
        {
            _at++;
        }
    }
}
