using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins;

/// <summary>Finds table headers that may not be there, by looking at the lines that begin with a bracket: a second one, one of a table that dotted keys have made, one of an array.</summary>
/// <remarks>Runs over text that the parser has accepted, so that a header's line is known to be well formed.</remarks>
internal sealed class TomlHeaderScan(string text, ManifestProblemList problems)
{
    private readonly Dictionary<string, int> _headers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly StringBuilder _path = new();
    private List<(int First, int Last)>? _excluded;

    /// <summary>Takes out the lines that a value goes on in: a bracket there is part of an array or a string.</summary>
    public void Exclude(int startLine, int endLine)
    {
        if (endLine > startLine && startLine > 0)
        {
            (_excluded ??= []).Add((startLine + 1, endLine));
        }
    }

    /// <summary>Reports what may not be there.</summary>
    /// <param name="root">The tree of the whole text.</param>
    public void Check(ManifestNode root)
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
                CheckHeader(content, number, line.Length - content.Length + 1, root);
            }
        }
    }

    private void CheckHeader(ReadOnlySpan<char> content, int line, int column, ManifestNode root)
    {
        var isArray = content[1] == '[';
        var parts = TomlHeader.Parts(content);
        if (Find(root, parts, isArray) is not { } node || problems.IsFull)
        {
            return;
        }

        var path = _path.ToString();
        var shown = string.Join('.', parts.Select(Excerpt.Of));
        if (node.Kind == ManifestNodeKind.Array && !isArray)
        {
            Report($"[{shown}] is a table, but [[{shown}]] in line {node.KeyLine} makes an array of tables of it. Write [[{shown}]], or give it another name.", $"[{shown}]", $"[[{shown}]]");
        }
        else if (node.IsDotted)
        {
            Report($"the table [{shown}] is there already: the dotted key in line {node.KeyLine} makes it. Put all of its keys under one header, or write them all as dotted keys.", $"[{shown}]", "each table once");
        }
        else if (!isArray && !_headers.TryAdd(path, line))
        {
            Report($"the table [{shown}] is there twice: the first is in line {_headers[path]}. Put its keys under one header.", $"a second [{shown}]", "each table once");
        }

        void Report(string message, string found, string expected) => problems.Add(message, shown, line, column, found, expected);
    }

    // The table of a header, and in _path its name, which has the number of the item wherever it goes through an array:
    // with each new item, its sub-tables may come again.
    private ManifestNode? Find(ManifestNode root, List<string> parts, bool isArray)
    {
        _path.Clear();
        var node = root;
        for (var i = 0; i < parts.Count; i++)
        {
            if (node.Kind != ManifestNodeKind.Table || !node.Members.TryGetValue(parts[i], out var child) || !child.IsOpen)
            {
                // Not what this header has made: that is among the problems already.
                return null;
            }

            node = child;
            _path.Append(parts[i]).Append('\0');
            if (node.Kind != ManifestNodeKind.Array)
            {
                continue;
            }

            var path = _path.ToString();
            var count = _items.GetValueOrDefault(path);
            if (i == parts.Count - 1)
            {
                _items[path] = isArray ? count + 1 : count;
            }
            else if (count > 0 && count <= node.Items.Count)
            {
                node = node.Items[count - 1];
                _path.Append(CultureInfo.InvariantCulture, $"{count}").Append('\0');
            }
        }

        return node;
    }
}
