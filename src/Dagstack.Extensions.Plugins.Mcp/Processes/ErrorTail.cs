namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Remembers the last lines, for the message about an end, and those that say why .NET has ended, however much follows them.</summary>
internal sealed class ErrorTail
{
    public const int MaxLines = 20;
    public const int MaxLength = 4096;

    private const int MaxCauses = 4;
    private const int MaxCauseLength = 512;

    // What .NET says of why it ends, before the stack, which may be of any length.
    private const string Terminated = "Process terminated";
    private static readonly string[] s_causes = ["Unhandled exception.", "Stack overflow", Terminated, "Out of memory"];

    private readonly Lock _sync = new();
    private readonly Queue<(long Number, string Text)> _lines = new();
    private readonly Queue<(long Number, string Text)> _causes = new();
    private long _count;
    private bool _isCauseNext;

    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            // Of a longer line the beginning says more than the end.
            var kept = line.Length > MaxLength ? line[..MaxLength] : line;
            lock (_sync)
            {
                var number = _count++;
                _lines.Enqueue((number, kept));
                if (_lines.Count > MaxLines)
                {
                    _lines.Dequeue();
                }

                Pin(number, kept);
            }
        }
    }

    /// <summary>The lines, without characters that act on a terminal. Escapes count: together they are no longer than the limit.</summary>
    /// <param name="unfinished">What was written after the last end of a line.</param>
    public IReadOnlyList<string> Read(string unfinished)
    {
        List<(long Number, string Text)> lines;
        SortedDictionary<long, string> kept;
        lock (_sync)
        {
            lines = [.. _lines];
            kept = new(_causes.ToDictionary(static cause => cause.Number, static cause => Excerpt.Cut(Excerpt.Printable(cause.Text.TrimEnd()), MaxCauseLength)));
            if (!string.IsNullOrWhiteSpace(unfinished))
            {
                lines.Add((_count, unfinished.Length > MaxLength ? unfinished[..MaxLength] : unfinished));
            }
        }

        var left = MaxLength - kept.Values.Sum(static cause => cause.Length);
        foreach (var (number, text) in Enumerable.Reverse(lines).Where(line => !kept.ContainsKey(line.Number)).Take(MaxLines - kept.Count).ToList())
        {
            var line = Excerpt.Printable(text.TrimEnd());
            if (line.Length > left)
            {
                if (kept.Count == 0)
                {
                    kept.Add(number, Excerpt.Cut(line, MaxLength));
                }

                break;
            }

            kept.Add(number, line);
            left -= line.Length;
        }

        return [.. kept.Values];
    }

    private void Pin(long number, string line)
    {
        if (_isCauseNext || s_causes.Any(cause => line.StartsWith(cause, StringComparison.Ordinal)))
        {
            _causes.Enqueue((number, line));
            if (_causes.Count > MaxCauses)
            {
                _causes.Dequeue();
            }
        }

        // What FailFast was given is in the line after.
        _isCauseNext = line.StartsWith(Terminated, StringComparison.Ordinal);
    }
}
