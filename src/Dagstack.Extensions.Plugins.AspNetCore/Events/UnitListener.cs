using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>One that follows one unit of work until its end.</summary>
/// <param name="root">Where the plugins are served.</param>
/// <param name="withArguments">Whether what it works on is told.</param>
/// <param name="heartbeat">How long nothing is said.</param>
/// <param name="time">The time.</param>
internal sealed class UnitListener(string root, bool withArguments, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>Gets after which time browsers ask again.</summary>
    public static TimeSpan Reconnect { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Tells of a unit as it is, then of each change; the last event is <c>end</c>, unless the orchestrator or the application ends before the unit does.</summary>
    /// <param name="units">The unit, time after time; it is at the first.</param>
    /// <param name="end">Ends it, and what gives the unit.</param>
    /// <param name="cancellationToken">The listener has gone; <paramref name="end"/> says so, too.</param>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(IAsyncEnumerator<UnitDetails> units, CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Task<bool>? moving = null;
        try
        {
            for (var more = true; more;)
            {
                var unit = units.Current;
                yield return new(JsonSerializer.Serialize(UnitReader.Report(unit, root, withArguments), ModelJson.Default.UnitReport), unit.IsFinal ? "end" : "unit") { ReconnectionInterval = Reconnect };
                if (unit.IsFinal)
                {
                    break;
                }

                moving = units.MoveNextAsync().AsTask();
                while (!await HasMovedAsync(moving, end.Token).ConfigureAwait(false))
                {
                    yield return new(string.Empty, "heartbeat");
                }

                // Where the orchestrator has ended, whoever listens asks again, and is told so.
                more = moving.IsCompletedSuccessfully && await moving.ConfigureAwait(false);
            }
        }
        finally
        {
            await EndAsync(units, moving, end).ConfigureAwait(false);
        }
    }

    /// <summary>Ends what gives a unit: nobody may dispose it while it is on its way.</summary>
    public static async Task EndAsync(IAsyncEnumerator<UnitDetails> units, Task<bool>? moving, CancellationTokenSource end)
    {
        await end.CancelAsync().ConfigureAwait(false);
        if (moving is not null)
        {
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await units.DisposeAsync().ConfigureAwait(false);
        end.Dispose();
    }

    /// <summary>Waits for a change; false if there was none until it is time to say so.</summary>
    private async Task<bool> HasMovedAsync(Task<bool> moving, CancellationToken end)
    {
        await ((Task)moving).WaitAsync(heartbeat, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return moving.IsCompleted || end.IsCancellationRequested;
    }
}
