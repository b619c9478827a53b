namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Reads the error output of a child to its end, whoever listens.</summary>
internal sealed class ErrorOutput
{
    private readonly Stream _stream;
    private readonly ErrorTail _tail = new();
    private readonly Func<string, string>? _mask;
    private readonly LineQueue? _queue;
    private readonly LineCutter _cutter;

    /// <param name="stream">The error output.</param>
    /// <param name="line">Told of each line; null for nobody.</param>
    /// <param name="mask">Takes secrets out of a line before anything is cut off it; null for nothing.</param>
    public ErrorOutput(Stream stream, Action<string>? line, Func<string, string>? mask = null)
    {
        _stream = stream;
        _mask = mask;
        _queue = line is null ? null : new LineQueue(line);
        _cutter = new LineCutter(found =>
        {
            found = Told(found);
            _tail.Add(found);
            _queue?.Add(found);
        });
        Ended = Task.Run(ReadAsync);
    }

    /// <summary>Completes when all who could write have closed it, when the host has, or when it cannot be read any more. It never fails.</summary>
    public Task Ended { get; }

    /// <summary>How many lines were dropped, because whoever gets them did not take them in time.</summary>
    public long Dropped => _queue?.Dropped ?? 0;

    public IReadOnlyList<string> LastLines() => _tail.Read(Told(_cutter.Unfinished));

    private string Told(string line) => _mask?.Invoke(line) ?? line;

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
