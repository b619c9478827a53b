using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <content>How long calls took that are timed.</content>
/// <remarks>
/// Timing a call costs 50 to 200 nanoseconds, which is many times what an empty one does. So the first calls are all timed, then those that take long beside that, and of others one now and then.
/// </remarks>
internal sealed partial class CallCells
{
    /// <summary>The greatest mark of a call that is not timed, which is its stripe.</summary>
    public const long LastCell = (1 << 12) - 1;

    // How many calls are timed whatever they take.
    private const int First = 64;

    // The mark of a timed call: when it entered, and its stripe. A call of more than a year comes out too short.
    private const int StampShift = 8;
    private const long StampMask = (1L << (63 - StampShift)) - 1;

    private static readonly long s_long = Math.Max(1, Stopwatch.Frequency / 100_000);

    private int _first = First;

    /// <summary>Gets the stripe of a call.</summary>
    public static int CellOf(long mark) => mark > LastCell ? (int)(mark & ((1 << StampShift) - 1)) << StripeShift : (int)mark;

    /// <summary>Makes the mark of a call that is timed.</summary>
    public static long Begin(int cell)
    {
        // Never so small that it could be a stripe.
        var stamp = Math.Max(Stopwatch.GetTimestamp() & StampMask, (LastCell + 1) >> StampShift);
        return (stamp << StampShift) | (uint)(cell >> StripeShift);
    }

    /// <summary>Ends a call that is timed.</summary>
    /// <returns>True if the next one is to be timed too: it took 10 microseconds or more, or is one of the first.</returns>
    public bool End(long mark)
    {
        var cell = CellOf(mark);
        var took = (Stopwatch.GetTimestamp() - (mark >> StampShift)) & StampMask;
        Interlocked.Increment(ref _cells[cell + Timed]);
        Interlocked.Add(ref _cells[cell + Ticks], took);
        ref var longest = ref _cells[cell + Longest];
        for (var known = Volatile.Read(ref longest); took > known;)
        {
            var seen = Interlocked.CompareExchange(ref longest, took, known);
            if (seen == known)
            {
                break;
            }

            known = seen;
        }

        return took >= s_long || (Volatile.Read(ref _first) > 0 && Interlocked.Decrement(ref _first) > 0);
    }
}
