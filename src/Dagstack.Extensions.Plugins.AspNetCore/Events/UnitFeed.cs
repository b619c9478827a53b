using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>The units of work, read once for all that listen, every few seconds, and only while somebody does: their store tells of no changes.</summary>
/// <param name="read">Reads the counts and the newest units, without addresses.</param>
/// <param name="reads">How it is read.</param>
/// <param name="time">The time.</param>
internal sealed class UnitFeed(Func<CancellationToken, Task<UnitList>> read, BoundedReads reads, TimeProvider time)
{
    private readonly Lock _gate = new();
    private UnitFeedState? _latest;
    private Task<UnitFeedState>? _reading;

    /// <summary>Gets how old what is told may be.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the state, of now or a moment ago.</summary>
    public Task<UnitFeedState> GetAsync()
    {
        lock (_gate)
        {
            if (_latest is { } latest && time.GetElapsedTime(latest.ReadAt) < Interval / 2)
            {
                return Task.FromResult(latest);
            }

            if (_reading is null or { IsCompleted: true })
            {
                _reading = reads.RunAsync(ReadAsync, CancellationToken.None);
            }

            return _reading;
        }
    }

    private async Task<UnitFeedState> ReadAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var list = await read(cancellationToken).ConfigureAwait(false);
        var text = JsonSerializer.Serialize(list, ModelJson.Default.UnitList);
        lock (_gate)
        {
            _latest = new(_latest is null ? 1 : _latest.Text == text ? _latest.Version : _latest.Version + 1, at, text, list.Plugins);
            return _latest;
        }
    }
}
