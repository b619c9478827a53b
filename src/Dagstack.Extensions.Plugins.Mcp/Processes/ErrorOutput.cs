namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Reads the error output of a child to its end, whoever listens.</summary>
internal sealed class ErrorOutput
{
    private readonly Stream _stream;
    private readonly ErrorTail _tail = new();
    private readonly LineQueue? _queue;
    private readonly LineCutter _cutter;

    public ErrorOutput(Stream stream, Action<string>? line)
    {
        _stream = stream;
        _queue = line is null ? null : new LineQueue(line);
        _cutter = new LineCutter(found =>
        {
            _tail.Add(found);
            _queue?.Add(found);
        });
        Ended = Task.Run(ReadAsync);
    }

    /// <summary>Completes when all who could write have closed it, when the host has, or when it cannot be read any more. It never fails.</summary>
    public Task Ended { get; }

    /// <summary>How many lines were dropped, because whoever gets them did not take them in time.</summary>
    public long Dropped => _queue?.Dropped ?? 0;

    public IReadOnlyList<string> LastLines() => _tail.Read(_cutter.Unfinished);

    private async Task ReadAsync()
    {
        try
        {
            var buffer = new byte[LineCutter.MaxLine];
            int count;
            while ((count = await _stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                _cutter.Add(buffer.AsSpan(0, count));
            }
        }
        catch (Exception)
        {
            // The host has closed it, or has no memory for it; whatever it was, the end of the child does not depend on it.
        }

        try
        {
            _cutter.End();
        }
        catch (Exception)
        {
            // As before.
        }
    }
}
