using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>One instance of a plugin together with an exact count of the calls that are in it.</summary>
/// <remarks>
/// The count is striped over cache lines by thread, so that two callers do not wait for each other. Closing is exact:
/// an entering call counts itself first and looks at the flag second, closing sets the flag first and counts second,
/// and both sides have a full fence between. Once every stripe has been seen at zero after closing, nobody is inside.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PluginTarget
{
    // How many threads have been given a stripe.
    private static int s_threads;

    // Where the current thread counts, in every target; 0 until its first call. Reading it is cheaper than asking for the thread's id.
    [ThreadStatic]
    private static int t_cell;

    private readonly object _instance;
    private readonly CancellationToken _stopping;
    private readonly long[] _cells = CallCells.Make();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    // Whether calls are looked at closer: one that is closed turns them back, others time them.
    private volatile bool _looksCloser = true;

    /// <summary>Creates a target that accepts calls.</summary>
    /// <param name="instance">The plugin's instance. It must implement the contract of every proxy that reaches it.</param>
    /// <param name="stopping">The plugin's own token, given to hooks whose caller passed none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="instance"/> is null.</exception>
    public PluginTarget(object instance, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(instance);
        _instance = instance;
        _stopping = stopping;
        Cells = new(_cells);
    }

    /// <summary>Gets the plugin's instance.</summary>
    public object Instance
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _instance;
    }

    /// <summary>Gets the token that ends calls which outlive the draining of the plugin.</summary>
    public CancellationToken Stopping => _stopping;

    /// <summary>Gets the number of calls in flight; exact once the target is closed, a snapshot before.</summary>
    public long InFlight => Cells.InFlight;

    /// <summary>Gets what is counted, which holds nothing of the plugin.</summary>
    internal CallCells Cells { get; }

    /// <summary>Refuses new calls from now on.</summary>
    /// <returns>A task that completes when the last call in flight has left.</returns>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _looksCloser = true;
        }

        Interlocked.MemoryBarrier();
        Cells.Close();
        CompleteIfIdle();
        return _drained.Task;
    }

    /// <summary>Enters a call unless the target is closed.</summary>
    /// <param name="call">The entered call, which must be left exactly once.</param>
    /// <returns>False when the target is closed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter(out PluginCall call)
    {
        var cell = t_cell;
        if (cell == 0)
        {
            cell = ChooseCell();
        }

        Interlocked.Add(ref _cells[cell], CallCells.OneCall);
        long mark = cell;
        if (_looksCloser)
        {
            mark = LookCloser(cell);
            if (mark == 0)
            {
                call = default;
                return false;
            }
        }

        call = new PluginCall(this, mark);
        return true;
    }

    /// <summary>Has the next call timed. Whoever wants to know how long calls take does it now and then: those that take long are timed anyway.</summary>
    public void TimeNextCall()
    {
        Cells.PutBy();
        _looksCloser = true;
    }

    /// <summary>Enters the plugin for the host, to ask how it is. That is in flight like a call, and not counted among those that there were.</summary>
    /// <param name="call">What was entered, which must be left exactly once.</param>
    /// <returns>False when the target is closed.</returns>
    public bool TryEnterUncounted(out PluginCall call)
    {
        var cell = t_cell == 0 ? ChooseCell() : t_cell;
        Interlocked.Increment(ref _cells[cell]);
        if (!_closed)
        {
            call = new PluginCall(this, cell);
            return true;
        }

        Leave(cell);
        call = default;
        return false;
    }

    /// <summary>Enters a call from inside of another one, although the target may be closed.</summary>
    /// <param name="outer">The call that it is made from, which has entered this target.</param>
    /// <param name="call">The entered call, which must be left exactly once.</param>
    /// <returns>False when the outer call is over: what it has left running is nobody's that draining waits for.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="outer"/> is null.</exception>
    public bool TryEnterInside(OpenCall outer, out PluginCall call)
    {
        ArgumentNullException.ThrowIfNull(outer);
        var cell = t_cell == 0 ? ChooseCell() : t_cell;
        Interlocked.Add(ref _cells[cell], CallCells.OneCall);

        // Counted first and looked at second; the outer one is closed first and counted out second.
        if (outer.IsOpen)
        {
            call = new PluginCall(this, cell);
            return true;
        }

        TurnBack(cell);
        call = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave(long mark)
    {
        if (mark > CallCells.LastCell)
        {
            mark = EndTiming(mark);
        }

        Interlocked.Decrement(ref _cells[(int)mark]);
        if (_closed)
        {
            CompleteIfIdle();
        }
    }

    /// <summary>Counts a call that ended by an exception.</summary>
    internal void CountFailure(long mark, bool isCancellation) => Cells.CountFailure(CallCells.CellOf(mark), isCancellation);

    /// <summary>Gives a thread the next stripe in turn. By thread id, two of few threads would often meet in one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ChooseCell() => t_cell = CallCells.CellAt(Interlocked.Increment(ref s_threads));

    /// <summary>Begins to time a call, or turns it back. It returns a number and takes no call, whose address would keep it in memory.</summary>
    /// <returns>The mark of the call; 0 if it was turned back.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long LookCloser(int cell)
    {
        if (!_closed)
        {
            return CallCells.Begin(cell);
        }

        TurnBack(cell);
        return 0;
    }

    /// <summary>Takes a call back that was not let in.</summary>
    private void TurnBack(int cell)
    {
        Interlocked.Add(ref _cells[cell], -CallCells.OneCall);
        if (_closed)
        {
            CompleteIfIdle();
        }
    }

    /// <summary>Ends the timing of a call.</summary>
    /// <returns>The stripe of the call.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int EndTiming(long mark)
    {
        if (!Cells.End(mark) && _gate.TryEnter())
        {
            try
            {
                // Who comes to one that is closed is turned back for ever.
                _looksCloser = _closed;
            }
            finally
            {
                _gate.Exit();
            }
        }

        return CallCells.CellOf(mark);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompleteIfIdle()
    {
        // A late caller that is about to turn back may still be counted; it comes here again when it leaves.
        if (InFlight == 0)
        {
            _drained.TrySetResult();
        }
    }
}
