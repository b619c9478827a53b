using Dagstack.Extensions.Plugins.AspNetCore.Reading;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>The state of the plugins, read once for all listeners, and only while there are some.</summary>
/// <param name="reader">What is read.</param>
/// <param name="reads">How it is read.</param>
internal sealed class PluginFeed(PluginReader reader, BoundedReads reads)
{
    private readonly Lock _gate = new();
    private FeedState? _latest;
    private Task<FeedState>? _reading;

    /// <summary>Gets the state as it is now.</summary>
    public Task<FeedState> GetAsync()
    {
        lock (_gate)
        {
            if (_latest is { Token.HasChanged: false })
            {
                return Task.FromResult(_latest);
            }

            if (_reading is null or { IsCompleted: true })
            {
                var before = _latest;
                _reading = reads.RunAsync(_ => Task.FromResult(Read(before)), CancellationToken.None);
            }

            return _reading;
        }
    }

    /// <summary>Reads. The token comes first, so that no change is missed.</summary>
    private FeedState Read(FeedState? before)
    {
        var token = reader.GetChangeToken();
        var state = new FeedState(reader.State(), token, before);
        lock (_gate)
        {
            if (_latest is null || _latest.Version < state.Version)
            {
                _latest = state;
            }

            return _latest;
        }
    }
}
