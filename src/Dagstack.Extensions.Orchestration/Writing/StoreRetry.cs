using Dagstack.Extensions.Orchestration.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>Says things again to a store that is out, until it answers.</summary>
/// <param name="outage">Is told.</param>
/// <param name="options">How long it waits between.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Makes the waits uneven, so that processes do not come back all at once.</param>
/// <param name="logger">Told when an outage begins and ends.</param>
internal sealed class StoreRetry(StoreOutage outage, UnitWriterOptions options, TimeProvider time, Random random, ILogger logger)
{
    public StoreOutage Outage => outage;

    /// <summary>Does something until the store is not out.</summary>
    /// <param name="action">What is done, again and again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came of it.</returns>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var wait = options.FirstWait;
        while (true)
        {
            try
            {
                var result = await action(cancellationToken);
                Answered();
                return result;
            }
            catch (UnitStoreUnavailableException fault) when (!cancellationToken.IsCancellationRequested)
            {
                Out(fault);
            }

            await Task.Delay(wait * Share(), time, cancellationToken);
            wait = wait * 2 < options.LongestWait ? wait * 2 : options.LongestWait;
        }
    }

    private void Answered()
    {
        if (outage.End() is { } lasted)
        {
            logger.StoreBack(lasted.TotalSeconds);
        }
    }

    private void Out(UnitStoreUnavailableException fault)
    {
        if (outage.Begin(fault))
        {
            logger.StoreOut(fault.Message);
        }
    }

    private double Share()
    {
        lock (random)
        {
            return 0.5 + (random.NextDouble() / 2);
        }
    }
}
