using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>One that listens to the units of work of a host.</summary>
/// <param name="feed">The units.</param>
/// <param name="heartbeat">How long nothing is said.</param>
/// <param name="time">The time.</param>
internal sealed class UnitFeedListener(UnitFeed feed, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>Tells how many there are, and again whenever that or one of the newest units is another.</summary>
    /// <param name="first">The state that is told first.</param>
    /// <param name="stopping">Ends it.</param>
    /// <param name="cancellationToken">The listener has gone.</param>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(UnitFeedState first, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        var (state, seen, said) = (first, 0L, time.GetTimestamp());
        while (state is not null)
        {
            if (state.Version != seen)
            {
                (seen, said) = (state.Version, time.GetTimestamp());
                yield return new(JsonSerializer.Serialize(state.Counts, ModelJson.Default.IReadOnlyListUnitCountItem), "units") { EventId = state.Version.ToString(CultureInfo.InvariantCulture), ReconnectionInterval = UnitListener.Reconnect };
            }
            else if (time.GetElapsedTime(said) >= heartbeat)
            {
                said = time.GetTimestamp();
                yield return new(string.Empty, "heartbeat");
            }

            state = await NextAsync(end.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Gets the next state; null if it is over.</summary>
    private async Task<UnitFeedState?> NextAsync(CancellationToken end)
    {
        try
        {
            await Task.Delay(heartbeat < UnitFeed.Interval ? heartbeat : UnitFeed.Interval, time, end).ConfigureAwait(false);
            return await feed.GetAsync().WaitAsync(end).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It has ended, or the units cannot be read: whoever listens asks again, and is told so.
            return null;
        }
    }
}
