namespace Dagstack.Extensions.Plugins;

/// <summary>Finds table headers that are there twice, by looking at the lines that begin with a bracket.</summary>
/// <remarks>Runs over text that the parser has accepted, so that a header's line is known to be well formed.</remarks>
internal sealed class TomlHeaderScan(string text, ManifestProblemList problems)
{
    private readonly Dictionary<string, int> _headers = new(StringComparer.Ordinal);
    private List<(int First, int Last)>? _excluded;

    /// <summary>Takes out the lines that a value goes on in: a bracket there is part of an array or a string.</summary>
    public void Exclude(int startLine, int endLine)
    {
        if (endLine > startLine && startLine > 0)
        {
            (_excluded ??= []).Add((startLine + 1, endLine));
        }
    }

    /// <summary>Reports what is there twice.</summary>
    public void Check()
    {
        _excluded?.Sort();
        var number = 0;
        var next = 0;
        var until = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            while (_excluded is not null && next < _excluded.Count && _excluded[next].First <= number)
            {
                until = Math.Max(until, _excluded[next++].Last);
            }

            var content = line.TrimStart(" \t");
            if (number > until && content.Length > 1 && content[0] == '[')
            {
                CheckHeader(content, number, line.Length - content.Length + 1);
            }
        }
    }

    private void CheckHeader(ReadOnlySpan<char> content, int line, int column)
    {
        var isArray = content[1] == '[';
        var name = Name(content[(isArray ? 2 : 1)..]);
        if (isArray)
        {
            // A new item begins: its sub-tables may come again.
            var prefix = name + '\0';
            foreach (var header in _headers.Keys.Where(header => header.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                _headers.Remove(header);
            }
        }
        else if (!_headers.TryAdd(name, line))
        {
            var shown = name.Replace('\0', '.');
            problems.Add(
                $"the table [{shown}] is there twice: the first is in line {_headers[name]}. Put its keys under one header.",
                path: shown,
                line: line,
                column: column,
                found: $"a second [{shown}]",
                expected: "each table once");
        }
    }

    // The key's parts, without quotes and blanks, parted by NUL, which no valid text has.
    private static string Name(ReadOnlySpan<char> header)
    {
        Span<char> name = header.Length <= 256 ? stackalloc char[256] : new char[header.Length];
        var length = 0;
        var quote = '\0';
        foreach (var c in header)
        {
            if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                    continue;
                }
            }
            else if (c == ']')
            {
                break;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                continue;
            }
            else if (c is ' ' or '\t')
            {
                continue;
            }

            name[length++] = c == '.' && quote == '\0' ? '\0' : c;
        }

        return new string(name[..length]);
    }
}
