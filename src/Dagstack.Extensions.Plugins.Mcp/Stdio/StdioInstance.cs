using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>A plugin in a child process.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
internal sealed class StdioInstance : PluginInstance
{
    private static readonly TimeSpan s_ending = TimeSpan.FromMilliseconds(200);

    private readonly StdioRuntime _runtime;
    private readonly PluginInstanceContext _context;
    private readonly StdioLaunch _launch;
    private readonly ServerParts _parts;
    private readonly TaskCompletionSource<string> _ended;
    private StdioServer? _server;
    private bool _isEnding;

    public StdioInstance(StdioRuntime runtime, PluginInstanceContext context, StdioLaunch launch, ConfigurationFollower? follower)
        : this(runtime, context, launch, follower, new(TaskCreationOptions.RunContinuationsAsynchronously))
    {
    }

    private StdioInstance(StdioRuntime runtime, PluginInstanceContext context, StdioLaunch launch, ConfigurationFollower? follower, TaskCompletionSource<string> ended)
        : this(runtime, context, launch, ended, new ServerParts(runtime, context, runtime.SettingsOf(context.Plugin, launch), follower, ended.Task))
    {
    }

    private StdioInstance(StdioRuntime runtime, PluginInstanceContext context, StdioLaunch launch, TaskCompletionSource<string> ended, ServerParts parts)
        : base(context.Plugin.Contract.CreateProxy(parts.Slot)) => (_runtime, _context, _launch, _ended, _parts) = (runtime, context, launch, ended, parts);

    public override bool ReportsHealth => true;

    public override bool CanBeKilled => true;

    public override bool RunsUnits => _parts.Caller.RunsUnits;

    /// <summary>Gets how its process died, or that the host has ended it.</summary>
    public Task<string> Died => _ended.Task;

    /// <summary>Gets a value indicating whether its process has ended, known before it is known how.</summary>
    public bool IsGone => _ended.Task.IsCompleted || _server is { Child.HasEnded: true };

    private PluginId Id => _context.Plugin.Id;

    private ILogger Logger => _context.Context.Logger;

    public override async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await _parts.SetUpAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (WireException fault)
        {
            // Not the exception itself, which the host would log with whatever the server wrote.
            throw new PluginLoadException(Id, await ReasonAsync(fault).ConfigureAwait(false));
        }
        catch (PluginLoadException fault) when (_launch.Mask.Apply(fault.Message) is var masked && masked != fault.Message)
        {
            throw new PluginLoadException(Id, masked);
        }
        catch (ChildStartException fault)
        {
            throw new PluginLoadException(Id, fault.Message, fault);
        }
    }

    public override async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (_parts.Session is not { } session)
        {
            return HealthCheckResult.Unhealthy("its server has not been greeted.");
        }

        try
        {
            var result = await session.CheckAsync(_parts.Gate.IsBusy, cancellationToken).ConfigureAwait(false);
            _parts.Silence.Reset();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            CountSilence();
            throw;
        }
        catch (WireException fault)
        {
            return HealthCheckResult.Unhealthy(_launch.Mask.Apply(fault.Message));
        }
    }

    public override ValueTask EndAsync(PluginEnding ending) => EndAsync(ending.TryAsync, isReleased => ending.Released = isReleased, ending.CancellationToken);

    /// <summary>Ends it.</summary>
    /// <param name="tryStep">Makes each step.</param>
    /// <param name="released">Told whether it has released everything.</param>
    /// <param name="cancellationToken">Cancelled when the time is over.</param>
    public async ValueTask EndAsync(TryStep tryStep, Action<bool> released, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isEnding, true);

        // Of one that has died it is known how.
        _ended.TrySetResult("the host has ended its process.");
        _parts.Unfollow();
        if (_parts.Session is { } session && End is null)
        {
            await tryStep("teardown", async () => released(await session.TeardownAsync(cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        if (_server is { } server)
        {
            await tryStep("ending its process", async () => await server.StopAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            if (server.Child.DroppedLines is > 0 and var count)
            {
                Logger.LinesDropped(count);
            }

            await tryStep("closing its streams", server.DisposeAsync).ConfigureAwait(false);
        }

        await _parts.EndAsync(tryStep, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken) => _parts.Caller.RunUnitAsync(args, unit, cancellationToken);

    public override async ValueTask KillAsync()
    {
        if (_server is { } server)
        {
            server.Child.Kill();
            await server.Child.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Tells its process what the section is now, for one that follows no changes itself.</summary>
    /// <returns>Whether that is all that it needs.</returns>
    public Task<bool> TellAsync() => _parts.TellAsync();

    /// <summary>Sends a call on behalf of another slot.</summary>
    public ValueTask<RemotePayload> ForwardAsync(RemoteCall call, CancellationToken cancellationToken) => _parts.Slot.ForwardAsync(call, cancellationToken);

    /// <summary>Reads how much memory its process has; null if that cannot be known.</summary>
    public long? ReadMemory()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(_server?.Child.Id ?? -1);
            return process.WorkingSet64;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has just ended.
            return null;
        }
    }

    private async Task<McpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A worker is of our own version, and is asked nothing that it does not know.
            return await _parts.GreetAsync(greeting => StartAsync(greeting, cancellationToken), OnToolsChanged, _launch.IsWorker ? ProtocolEra.Discovery : null).ConfigureAwait(false);
        }
        catch (WireException fault) when (fault.DiedOnDiscovery && !_launch.IsWorker)
        {
            // It knows the older greeting only, and ends on what it does not know.
            await _server!.DisposeAsync().ConfigureAwait(false);
            return await _parts.GreetAsync(greeting => StartAsync(greeting, cancellationToken), OnToolsChanged, ProtocolEra.Initialize).ConfigureAwait(false);
        }
    }

    private async Task<McpConnection> StartAsync(McpConnectionOptions greeting, CancellationToken cancellationToken)
    {
        var settings = new ChildProcessSettings { Watch = _runtime.Watch, Time = _runtime.Time, ErrorLine = Logger.ErrorLine, Mask = _launch.Mask.ApplyToPart };
        var server = _server = StdioServer.Start(_launch.Command, settings, _parts.Report, _launch.Mask.Apply, _runtime.LoggersOf(_launch));
        if (!server.Child.IsGuarded)
        {
            _runtime.SayUnguarded();
        }

        var connection = await server.ConnectAsync(greeting, cancellationToken).ConfigureAwait(false);
        _ = FollowAsync(server, connection);
        return connection;
    }

    /// <summary>Tells the host when the server has died. One that closes its output while it runs is of no use, and is ended.</summary>
    private async Task FollowAsync(StdioServer server, McpConnection connection)
    {
        await Task.WhenAny(connection.Ended, server.Child.LeaderEnded).ConfigureAwait(false);

        // The end of its output is often seen before that of the process.
        await server.Child.LeaderEnded.WaitAsync(s_ending, _runtime.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isAlive = !server.Child.LeaderEnded.IsCompleted;
        if (isAlive && !Volatile.Read(ref _isEnding))
        {
            server.Child.Kill();
        }

        var end = await server.Child.Ended.ConfigureAwait(false);
        if (!Volatile.Read(ref _isEnding))
        {
            var reason = $"{_launch.Mask.Apply(end.Text)}{(isAlive ? ", since it had closed its standard output" : string.Empty)}.";

            // What is known of it as ended says so when it is asked.
            ReportEnd(reason);
            _ended.TrySetResult(reason);
        }
    }

    private void OnToolsChanged() => _parts.Greeted?.Refresh(ReportChange);

    private void CountSilence()
    {
        if (!Volatile.Read(ref _isEnding) && _parts.Silence.Add() && _server is { } server)
        {
            Logger.Silent();
            server.Child.Kill();
        }
    }

    /// <summary>Why the start failed: of a process that has ended how, and what it wrote last.</summary>
    private async Task<string> ReasonAsync(WireException fault)
    {
        if (fault.Fault != WireFault.Gone || _server is not { } server)
        {
            return _launch.Mask.Apply(fault.Message);
        }

        var end = await server.Child.StopAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        end = end.LastLines.Count > 0 ? end : await server.Child.ReadAsync(end, TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        return $"{_launch.Mask.Apply(end.Text)}. It was started as '{Excerpt.Printable(_launch.Command.File)}' in '{Excerpt.Printable(_launch.Command.Folder)}', and ended before it could be used. Start it so by hand to see why: 'mcp_stdio.command' in its manifest says how.";
    }
}
