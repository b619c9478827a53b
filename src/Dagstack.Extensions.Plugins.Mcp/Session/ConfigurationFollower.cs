using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Has a plugin replaced when its section of the configuration is another: a server is told of it when it is set up, and not again.</summary>
/// <remarks>See §8.4 of the plugin contract.</remarks>
internal sealed class ConfigurationFollower : IDisposable
{
    private readonly PluginInstanceContext _context;
    private readonly Lock _gate = new();
    private byte[] _known = [];
    private bool _isTold;
    private Func<Task<bool>>? _tell;
    private Task _telling = Task.CompletedTask;
    private IDisposable? _subscription;

    private ConfigurationFollower(PluginInstanceContext context) => _context = context;

    private ILogger Logger => _context.Context.Logger;

    /// <summary>Begins with what the section is now, before anything of it is read for the server.</summary>
    public static ConfigurationFollower Start(PluginInstanceContext context)
    {
        var follower = new ConfigurationFollower(context);
        follower._subscription = context.OnConfigurationReload(follower.Look);
        try
        {
            follower._known = Read(context);
            return follower;
        }
        catch
        {
            follower.Dispose();
            throw;
        }
    }

    /// <summary>The server has been told what the section is: one that has become another since the start is told by a new instance, and so from now on.</summary>
    /// <param name="tell">Tells the server itself, if that takes it; null for one that never does.</param>
    public void Follow(Func<Task<bool>>? tell = null)
    {
        _tell = tell;
        Volatile.Write(ref _isTold, true);
        Look();
    }

    public void Dispose() => Interlocked.Exchange(ref _subscription, null)?.Dispose();

    private static byte[] Read(PluginInstanceContext context)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        context.WriteConfigurationKeys(writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Called on the thread that loads the configuration, which is not held up.</summary>
    private void Look()
    {
        if (!Volatile.Read(ref _isTold))
        {
            return;
        }

        if (_tell is null)
        {
            _ = Task.Run(ReplaceAsync);
            return;
        }

        // One after the other: what is told last is what the section is.
        lock (_gate)
        {
            _telling = ReplaceAfterAsync(_telling);
        }
    }

    private async Task ReplaceAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        await ReplaceAsync().ConfigureAwait(false);
    }

    private async Task ReplaceAsync()
    {
        try
        {
            if (!IsNew())
            {
                return;
            }

            if (_tell is { } tell && await tell().ConfigureAwait(false))
            {
                return;
            }

            // The host's own: that of the plugin refuses a plugin that would replace itself.
            await _context.Services.GetRequiredService<IPluginRegistry>().ReloadAsync(_context.Plugin.Id).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ObjectDisposedException || _subscription is null)
        {
            // The host, or this instance, has ended.
        }
        catch (Exception fault)
        {
            // Such as a host that allows no reloads. The next change may go better.
            Logger.ConfigurationNotTaken(ExceptionText.MessageOf(fault));
        }
    }

    /// <summary>Looks whether the section is another than when it was last looked at.</summary>
    private bool IsNew()
    {
        var now = Read(_context);
        lock (_gate)
        {
            if (_known.AsSpan().SequenceEqual(now))
            {
                return false;
            }

            _known = now;
            return true;
        }
    }
}
