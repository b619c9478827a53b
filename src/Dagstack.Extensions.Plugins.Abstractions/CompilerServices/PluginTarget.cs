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
    // 128 bytes apart: the prefetcher of current processors pulls cache lines in pairs.
    private const int StripeShift = 4;
    private static readonly int s_stripeMask = StripeMask(Environment.ProcessorCount);

    // How many threads have been given a stripe.
    private static int s_threads;

    // Where the current thread counts, in every target; 0 until its first call. Reading it is cheaper than asking for the thread's id.
    [ThreadStatic]
    private static int t_cell;

    private readonly object _instance;
    private readonly CancellationToken _stopping;
    private readonly long[] _cells;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    /// <summary>Creates a target that accepts calls.</summary>
    /// <param name="instance">The plugin's instance. It must implement the contract of every proxy that reaches it.</param>
    /// <param name="stopping">The plugin's own token, given to hooks whose caller passed none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="instance"/> is null.</exception>
    public PluginTarget(object instance, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(instance);
        _instance = instance;
        _stopping = stopping;

        // The first stripe is left unused: it shares its cache line with the array's length, which every call reads.
        _cells = new long[(s_stripeMask + 2) << StripeShift];
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
    public long InFlight
    {
        get
        {
            long sum = 0;
            for (var i = 1 << StripeShift; i < _cells.Length; i += 1 << StripeShift)
            {
                sum += Volatile.Read(ref _cells[i]);
            }

            return sum;
        }
    }

    /// <summary>Refuses new calls from now on.</summary>
    /// <returns>A task that completes when the last call in flight has left.</returns>
    public Task CloseAsync()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
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

        Interlocked.Increment(ref _cells[cell]);
        if (!_closed)
        {
            call = new PluginCall(this, cell);
            return true;
        }

        TurnBack(cell);
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
        Interlocked.Increment(ref _cells[cell]);

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
    internal void Leave(int cell)
    {
        Interlocked.Decrement(ref _cells[cell]);
        if (_closed)
        {
            CompleteIfIdle();
        }
    }

    /// <summary>Gives a thread the next stripe in turn. By thread id, two of few threads would often meet in one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ChooseCell() => t_cell = ((Interlocked.Increment(ref s_threads) & s_stripeMask) + 1) << StripeShift;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TurnBack(int cell) => Leave(cell);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompleteIfIdle()
    {
        // A late caller that is about to turn back may still be counted; it comes here again when it leaves.
        if (InFlight == 0)
        {
            _drained.TrySetResult();
        }
    }

    private static int StripeMask(int processors)
    {
        var stripes = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(processors * 4, 8, 128));
        return (int)stripes - 1;
    }
}
