namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Remembers the last lines, for the message about an end.</summary>
internal sealed class ErrorTail
{
    public const int MaxLines = 20;
    public const int MaxLength = 4096;

    private readonly Lock _sync = new();
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            // Of a longer line the beginning says more than the end.
            var kept = line.Length > MaxLength ? line[..MaxLength] : line;
            lock (_sync)
            {
                _lines.Enqueue(kept);
                while (_lines.Count > MaxLines)
                {
                    _lines.Dequeue();
                }
            }
        }
    }

    /// <summary>The lines, without characters that act on a terminal. Escapes count: together they are no longer than the limit.</summary>
    /// <param name="unfinished">What was written after the last end of a line.</param>
    public IReadOnlyList<string> Read(string unfinished)
    {
        List<string> lines;
        lock (_sync)
        {
            lines = [.. _lines];
        }

        if (!string.IsNullOrWhiteSpace(unfinished))
        {
            lines.Add(unfinished.Length > MaxLength ? unfinished[..MaxLength] : unfinished);
        }

        var kept = new List<string>();
        var left = MaxLength;
        foreach (var line in lines.TakeLast(MaxLines).Reverse().Select(static line => Excerpt.Printable(line.TrimEnd())))
        {
            if (line.Length > left)
            {
                if (kept.Count == 0)
                {
                    kept.Add(Excerpt.Cut(line, MaxLength));
                }

                break;
            }

            kept.Add(line);
            left -= line.Length;
        }

        kept.Reverse();
        return kept;
    }
}
