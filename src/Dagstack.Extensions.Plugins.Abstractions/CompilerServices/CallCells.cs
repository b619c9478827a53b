namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>What is counted of the calls of one instance, striped over cache lines. It holds nothing of the instance, and may be kept when that is gone.</summary>
/// <remarks>
/// The first number of a stripe counts two things, so that a call pays for one: the calls that are inside in its lower bits, all that came in its upper ones. A call enters by adding one to both,
/// and leaves by taking one from the lower bits of the same stripe, which therefore is never below zero.
/// </remarks>
internal sealed partial class CallCells
{
    /// <summary>What a call adds when it enters. It fits into an instruction, which is as fast as adding one then.</summary>
    public const long OneCall = (1L << AllShift) | 1;

    // 128 bytes apart: the prefetcher of current processors pulls cache lines in pairs.
    private const int StripeShift = 4;
    private const int AllShift = 30;

    // How many calls a stripe counts by itself before they are put by: its upper bits are never full.
    private const long Full = 1L << 24;

    // What a stripe has beside its first number.
    private const int Failures = 1;
    private const int Cancellations = 2;
    private const int Timed = 3;
    private const int Ticks = 4;
    private const int Longest = 5;

    private static readonly int s_stripeMask = StripeMask(Environment.ProcessorCount);

    private readonly Lock _gate = new();
    private readonly long[] _cells;
    private volatile bool _isClosed;
    private long _putBy;

    /// <param name="cells">Where calls are counted, made by <see cref="Make"/>.</param>
    public CallCells(long[] cells) => _cells = cells;

    /// <summary>Gets the calls that are inside.</summary>
    public long InFlight
    {
        get
        {
            long sum = 0;
            for (var cell = 1 << StripeShift; cell < _cells.Length; cell += 1 << StripeShift)
            {
                sum += Inside(Volatile.Read(ref _cells[cell]));
            }

            return sum;
        }
    }

    // The first stripe is left unused: it shares its cache line with the array's length, which every call reads.
    public static long[] Make() => new long[(s_stripeMask + 2) << StripeShift];

    /// <summary>Gets the stripe that comes after so many others in turn.</summary>
    public static int CellAt(int turn) => ((turn & s_stripeMask) + 1) << StripeShift;

    /// <summary>Notes that nobody is let in any more.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Counts an exception.</summary>
    public void CountFailure(int cell, bool isCancellation) => Interlocked.Increment(ref _cells[cell + (isCancellation ? Cancellations : Failures)]);

    /// <summary>Adds what was counted until now.</summary>
    /// <returns>True if nothing will ever be counted any more: it is closed, and nobody is inside.</returns>
    public bool AddTo(ref CallTotals totals)
    {
        lock (_gate)
        {
            // In this order: who is inside when it is closed is seen inside.
            var isOver = _isClosed;
            totals.Calls += _putBy;
            for (var cell = 1 << StripeShift; cell < _cells.Length; cell += 1 << StripeShift)
            {
                var count = Volatile.Read(ref _cells[cell]);
                isOver &= Inside(count) == 0;
                totals.Calls += All(count);
                totals.Failures += Volatile.Read(ref _cells[cell + Failures]);
                totals.Cancellations += Volatile.Read(ref _cells[cell + Cancellations]);
                totals.Timed += Volatile.Read(ref _cells[cell + Timed]);
                totals.Ticks += Volatile.Read(ref _cells[cell + Ticks]);
                totals.Longest = Math.Max(totals.Longest, Volatile.Read(ref _cells[cell + Longest]));
            }

            return isOver;
        }
    }

    /// <summary>Puts by what stripes have counted that would be full some day.</summary>
    public void PutBy()
    {
        lock (_gate)
        {
            for (var cell = 1 << StripeShift; cell < _cells.Length; cell += 1 << StripeShift)
            {
                var many = All(Volatile.Read(ref _cells[cell])) / Full * Full;
                Interlocked.Add(ref _cells[cell], -(many << AllShift));
                _putBy += many;
            }
        }
    }

    private static long Inside(long count) => count & ((1L << AllShift) - 1);

    private static long All(long count) => count >>> AllShift;

    private static int StripeMask(int processors)
    {
        var stripes = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(processors * 4, 8, 128));
        return (int)stripes - 1;
    }
}
