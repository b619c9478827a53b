using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>
/// One that listens. It takes the next event when the last one is written, and then what is so by that time: one that does not read is owed no more than it would be
/// if it had just come.
/// </summary>
/// <param name="feed">The plugins.</param>
/// <param name="root">Where the plugins are served.</param>
/// <param name="heartbeat">How long nothing is said.</param>
/// <param name="time">The time.</param>
internal sealed class FeedListener(PluginFeed feed, string root, TimeSpan heartbeat, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_reconnect = TimeSpan.FromSeconds(3);

    /// <summary>Tells of everything, then of each change.</summary>
    /// <param name="first">The state that everything is said of.</param>
    /// <param name="stopping">Ends it.</param>
    /// <param name="cancellationToken">The listener has gone.</param>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(FeedState first, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        var (state, seen) = (first, -1L);
        while (state is not null)
        {
            if (seen < state.RemovedAt)
            {
                yield return Event(state, "snapshot", state.Host.ToList(root), ModelJson.Default.PluginList);
            }
            else
            {
                foreach (var kind in state.KindsSince(seen))
                {
                    yield return Event(state, "kind", kind, ModelJson.Default.PluginKindItem);
                }

                foreach (var plugin in state.PluginsSince(seen))
                {
                    yield return Event(state, "plugin", state.Host.ToItem(plugin, root), ModelJson.Default.PluginItem);
                }
            }

            seen = state.Version;
            while (!await HasChangedAsync(state.Token, end.Token).ConfigureAwait(false) && !end.IsCancellationRequested)
            {
                yield return new(string.Empty, "heartbeat");
            }

            state = await NextAsync(end.Token).ConfigureAwait(false);
        }
    }

    private static SseItem<string> Event<T>(FeedState state, string type, T data, JsonTypeInfo<T> info) =>
        new(JsonSerializer.Serialize(data, info), type) { EventId = state.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), ReconnectionInterval = s_reconnect };

    /// <summary>Waits for a change; false if there was none until it is time to say so, or it is over.</summary>
    private async Task<bool> HasChangedAsync(IChangeToken token, CancellationToken end)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.RegisterChangeCallback(static source => ((TaskCompletionSource)source!).TrySetResult(), changed);
        await changed.Task.WaitAsync(heartbeat, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return token.HasChanged;
    }

    /// <summary>Gets the state after a change, which seldom comes alone; null if it is over.</summary>
    private async Task<FeedState?> NextAsync(CancellationToken end)
    {
        try
        {
            await Task.Delay(s_pause, time, end).ConfigureAwait(false);
            return await feed.GetAsync().WaitAsync(end).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It has ended, or the host cannot be read: whoever listens asks again, and is told so.
            return null;
        }
    }
}
