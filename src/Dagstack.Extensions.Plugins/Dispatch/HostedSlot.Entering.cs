using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <content>How calls enter, and who waits for a plugin that is being replaced.</content>
internal sealed partial class HostedSlot
{
    private PluginCall Enter(CancellationToken cancellationToken)
    {
        PluginCall call;
        while (!TryEnterNow(out call))
        {
            // One that is stopped before it is replaced: its callers wait for the new one, those of synchronous hooks on their threads.
            if (!BlockedCallers.TryAdd())
            {
                throw Unavailable(entry.Status, "it is being replaced, and as many callers of synchronous hooks wait for that as there are processors. Call it again a little later, or make the hook asynchronous: its callers wait without a thread.");
            }

            try
            {
                WaitAsync(_replacing!, cancellationToken).GetAwaiter().GetResult();
            }
            finally
            {
                BlockedCallers.Remove();
            }
        }

        return call;
    }

    /// <summary>Enters the plugin, and waits for one that is being replaced.</summary>
    /// <exception cref="PluginUnavailableException">It does not take calls.</exception>
    public async ValueTask<PluginCall> EnterAsync(CancellationToken cancellationToken)
    {
        PluginCall call;
        while (!TryEnterNow(out call))
        {
            await WaitAsync(_replacing!, cancellationToken).ConfigureAwait(false);
        }

        return call;
    }

    /// <summary>Enters, fails, or tells that it is to be tried again when the plugin has been replaced.</summary>
    private bool TryEnterNow(out PluginCall call)
    {
        PluginStatus now;
        do
        {
            if (TryEnter(out call))
            {
                return true;
            }

            // A state that serves has an open door. So the plugin has become ready since: what was seen before does not count.
            now = entry.Status;
        }
        while (now.IsServing);

        // Calls are held before the state changes, and let go after it has changed again.
        if (now.State != PluginState.Reloading || _replacing is null)
        {
            throw Unavailable(now);
        }

        return TryEnterInside(now, out call);
    }

    /// <summary>Enters the instance that is being replaced from inside of a call of it, which would else wait for what waits for it.</summary>
    /// <exception cref="PluginUnavailableException">What calls is not a call any more, or never was one.</exception>
    private bool TryEnterInside(PluginStatus now, out PluginCall call)
    {
        call = default;
        if (_retiring is { } retiring && KeptCall.Find(retiring) is { } outer)
        {
            return retiring.TryEnterInside(outer, out call) ? true : throw Unavailable(
                now,
                "it is being replaced, and the call comes from its own teardown, from a handler of its events, or from what a call of it has left running. That would wait for the new instance, which waits for it. Call the object itself, or leave nothing running.");
        }

        return KeptCall.Find(entry) is null
            ? false
            : throw Unavailable(now, "it is being replaced, and the call comes from its own setup, or from what that has begun. That would wait for itself. Call the object itself.");
    }

    /// <summary>Waits as long as a start may take.</summary>
    private async Task WaitAsync(Task replacing, CancellationToken cancellationToken)
    {
        var timeout = entry.Definition.StartTimeout;
        try
        {
            await replacing.WaitAsync(PluginDeadline.Ends(timeout) ? timeout : Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Unavailable(entry.Status, $"it is being replaced, and the new instance was not ready within {timeout.TotalSeconds:0.###} s.");
        }
    }

    private static PluginUnavailableException Unavailable(PluginStatus now, string? reason = null) =>
        new(now.Id!.Value, now.State, reason ?? now.Reason ?? ReasonOf(now.State), now.Code);

    private static string ReasonOf(PluginState state) => state switch
    {
        PluginState.Discovered => "plugins have not been set up. Start the host, or call 'await provider.SetupPluginsAsync()' where there is none.",
        PluginState.Reloading => "it is being replaced.",
        PluginState.Starting => "its setup has not finished. Call it after the host has started.",
        PluginState.Stopping or PluginState.Stopped => "the host has stopped it.",
        PluginState.Leaked => "the host gave up waiting for it to stop. Restart the process.",
        _ => "it does not take calls now.",
    };
}
