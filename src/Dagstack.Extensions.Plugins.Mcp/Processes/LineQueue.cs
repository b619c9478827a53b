namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Gives lines to whoever wants them, without being held up by it.</summary>
/// <remarks>The thread is there while there are lines: one that is blocked by whoever gets them is none of the pool's, and a silent child has none.</remarks>
/// <param name="take">Gets the lines.</param>
/// <param name="start">Runs something on a thread of its own.</param>
internal sealed class LineQueue(Action<string> take, Action<Action> start)
{
    public const int MaxLines = 1000;

    /// <summary>Lines of 16 KiB would be 32 MB otherwise.</summary>
    public const int MaxCharacters = 1024 * 1024;

    private readonly Lock _sync = new();
    private readonly Queue<string> _lines = new();
    private int _characters;
    private bool _runs;
    private long _dropped;

    public LineQueue(Action<string> take)
        : this(take, static run => new Thread(new ThreadStart(run)) { IsBackground = true, Name = "dagstack: lines of a process" }.UnsafeStart())
    {
    }

    /// <summary>How many lines nobody got, because those before them were not taken in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a line. If the system gives no thread, it waits for the next one to try again.</summary>
    public void Add(string line)
    {
        lock (_sync)
        {
            _lines.Enqueue(line);
            _characters += line.Length;
            while (_lines.Count > MaxLines || _characters > MaxCharacters)
            {
                _characters -= _lines.Dequeue().Length;
                Interlocked.Increment(ref _dropped);
            }

            if (_runs)
            {
                return;
            }

            _runs = true;
        }

        try
        {
            start(Run);
        }
        catch (Exception)
        {
            // Whoever reads the lines must go on, or the child is held up.
            lock (_sync)
            {
                _runs = false;
            }
        }
    }

    private void Run()
    {
        while (TryNext() is { } line)
        {
            try
            {
                take(line);
            }
            catch (Exception)
            {
                // Whoever gets lines has no say in the life of the child; the next line is told all the same.
            }
        }
    }

    private string? TryNext()
    {
        lock (_sync)
        {
            _runs = _lines.TryDequeue(out var line);
            _characters -= line?.Length ?? 0;
            return line;
        }
    }
}
