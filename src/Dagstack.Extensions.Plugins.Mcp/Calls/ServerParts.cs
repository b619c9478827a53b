using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Mcp.Worker;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What an instance has before its server is there, which is its slot and all that the slot stands on, and what becomes of it with the server.</summary>
internal sealed class ServerParts
{
    private static readonly TimeSpan s_telling = TimeSpan.FromSeconds(30);

    private readonly McpRuntime _runtime;
    private readonly PluginInstanceContext _context;
    private readonly ServerSettings _settings;
    private readonly ConfigurationFollower? _follower;
    private readonly ServerReports _reports;
    private readonly Teller _teller;
    private readonly ProgressRelay _progress;
    private readonly UnitTable _units;
    private McpSession? _session;
    private bool _isSetUp;

    /// <param name="runtime">Whose plugin it is.</param>
    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="settings">How its server is greeted and called.</param>
    /// <param name="follower">Knows what its configuration was at first; null for one that is told by others.</param>
    /// <param name="ended">How the server ended, known soon after its connection has; null where a connection that is lost is no end.</param>
    public ServerParts(McpRuntime runtime, PluginInstanceContext context, ServerSettings settings, ConfigurationFollower? follower, Task<string>? ended)
    {
        var plugin = context.Plugin;
        (_runtime, _context, _settings, _follower) = (runtime, context, settings, follower);
        _teller = new(settings.Time);
        _reports = new(Logger, settings.Mask, settings.IsWorker, _teller);
        Gate = new(plugin.Id, settings.Options, settings.Time);
        Checkpoints = new(context.Context.Checkpoint, Logger, settings.Mask, settings.IsWorker);
        Silence = new(context.Services);
        _progress = new(context.Context.Progress, Logger, _teller, settings.Mask);
        var areFunctions = ToolFunctions.IsToolKind(plugin.Contract);
        _units = new(_progress, Checkpoints, Logger, _teller, settings.Mask, settings.IsWorker);
        Caller = new(plugin.Id, Gate, settings.Retries?.Build(settings.Time), new(plugin.Id, areFunctions, settings.Mask), _progress, _units, _teller, ended, settings.Time);
        Slot = areFunctions ? new ToolSlot(plugin, Caller, settings.Filter) : new HookSlot(plugin, Caller);
    }

    public CallGate Gate { get; }

    public CheckpointRelay Checkpoints { get; }

    public McpCaller Caller { get; }

    /// <summary>Gets the health checks that its server did not answer.</summary>
    public SilentChecks Silence { get; }

    public ServerSlot Slot { get; }

    /// <summary>Gets the server, from its greeting on: lists that change before the end of its setup are read again too.</summary>
    public McpSession? Greeted => Volatile.Read(ref _session);

    /// <summary>Gets the server, from the end of its setup on.</summary>
    public McpSession? Session => Volatile.Read(ref _isSetUp) ? _session : null;

    /// <summary>Gets what is told of a server that does not keep to the protocol.</summary>
    public Action<WireReport> Report => _reports.Tell;

    private ILogger Logger => _context.Context.Logger;

    /// <summary>Greets a server by the era that it was greeted by before, if it was.</summary>
    /// <param name="greet">Greets it so.</param>
    /// <param name="toolsChanged">Told when its tools are others. It must not wait.</param>
    /// <param name="first">The era to begin with; null for that of before.</param>
    public async Task<McpConnection> GreetAsync(Func<McpConnectionOptions, Task<McpConnection>> greet, Action toolsChanged, ProtocolEra? first = null)
    {
        try
        {
            var connection = await greet(Greeting(first ?? _runtime.Eras.Of(_context.Plugin.Id), toolsChanged)).ConfigureAwait(false);
            _runtime.Eras.Keep(_context.Plugin.Id, connection.Era);
            return connection;
        }
        catch (WireException fault) when (fault.Fault == WireFault.Silent)
        {
            _runtime.Eras.Keep(_context.Plugin.Id, null);
            throw;
        }
    }

    /// <summary>Sets the plugin up on a server that was greeted. Calls may be sent afterwards.</summary>
    public async Task SetUpAsync(McpConnection connection, CancellationToken cancellationToken)
    {
        connection.Subscribe(ReservedTools.Checkpoint, _units.TakeCheckpoint);
        if (_settings.IsWorker)
        {
            connection.Subscribe(ReservedTools.Progress, _units.TakeProgress);
        }

        var session = new McpSession(connection, _context, Checkpoints, _settings.Time) { NoteToWorker = _settings.IsWorker ? WorkerNote.Of(_context) : null };
        Volatile.Write(ref _session, session);
        await SetupDeadline.RunAsync(session.SetupAsync, _context.Plugin, _settings.Time, cancellationToken).ConfigureAwait(false);
        Caller.Session = session;
        Volatile.Write(ref _isSetUp, true);
        _follower?.Follow(_settings.IsWorker ? TellAsync : null);
    }

    /// <summary>Tells a worker what its section is now, and never longer than a while. It has been set up, and one change is told after the other.</summary>
    /// <returns>Whether that is all that it needs.</returns>
    public async Task<bool> TellAsync()
    {
        using var limit = new CancellationTokenSource(s_telling, _settings.Time);
        try
        {
            // It may say them as soon as it has them.
            new SectionSecrets(_context).AddTo(_settings.Mask);
            return await _session!.ConfigureAsync(limit.Token).ConfigureAwait(false) && !HasSettings(_context.Plugin.Manifest.McpStdio);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Its process did not take the new section within {s_telling.TotalSeconds} s. Look what the plugin does when its options change.");
        }
    }

    /// <summary>Whether its environment has values of the section, which only another process gets.</summary>
    private static bool HasSettings(PluginMcpStdio? stdio) => stdio?.Environment.Values.Any(static value => value.Contains("${config:", StringComparison.Ordinal)) == true;

    /// <summary>Has nothing begun by itself any more.</summary>
    public void Unfollow() => _follower?.Dispose();

    /// <summary>Saves what is left, when the server has ended.</summary>
    public async ValueTask EndAsync(TryStep tryStep, CancellationToken cancellationToken)
    {
        await tryStep("saving its checkpoints", async () => await Checkpoints.EndAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (_teller.IsBehind)
        {
            await _teller.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_teller.Lost is > 0 and var lost)
        {
            Logger.WordsLost(lost);
        }
    }

    private McpConnectionOptions Greeting(ProtocolEra? era, Action toolsChanged) => new()
    {
        Era = era,
        ConnectTimeout = _settings.ConnectTimeout,
        LogLevel = LogLevels.LowestOf(Logger),
        Log = _reports.Log,
        ToolsChanged = toolsChanged,
        Report = _reports.Tell,
        Mask = _settings.Mask.Apply,
        Loggers = _settings.Loggers,
        Time = _settings.Time,
    };
}
