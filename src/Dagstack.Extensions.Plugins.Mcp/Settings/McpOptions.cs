namespace Dagstack.Extensions.Plugins.Mcp;

/// <summary>How the host runs plugins in other processes.</summary>
/// <remarks>See §8 of the plugin contract.</remarks>
public sealed class McpOptions
{
    /// <summary>Gets or sets a value indicating whether child processes get all environment variables of the host.</summary>
    /// <value>False by default: they get those that programs need to start, and what the manifest says under <c>env</c>.</value>
    public bool InheritEnvironment { get; set; }

    /// <summary>Gets when a child process that died is started again, and a server that was lost is connected to again.</summary>
    public PluginRestartOptions Restart { get; } = new();

    /// <summary>Gets or sets how long a call of a plugin over stdio may take, where neither the call nor its kind says so.</summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes. Over HTTP the manifest says it.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan CallTimeout
    {
        get;
        set => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A call takes more than no time.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many calls of one plugin are under way at a time. Others wait, and their time runs.</summary>
    /// <value>64 by default, at least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxCalls
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one call has to go through.");
    } = 64;

    /// <summary>Gets or sets which part of the last calls of a plugin must have lost the connection, or taken too long, for no more to be sent for a while.</summary>
    /// <value>0.5 by default, above 0 and at most 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double BreakerFailureRatio
    {
        get;
        set => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A part is above 0 and at most 1.");
    } = 0.5;

    /// <summary>Gets or sets how many calls there must have been within 30 seconds for <see cref="BreakerFailureRatio"/> to count.</summary>
    /// <value>10 by default, at least 2.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 2.</exception>
    public int BreakerMinimumCalls
    {
        get;
        set => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "One call is no rule.");
    } = 10;

    /// <summary>Gets or sets how long no calls are sent to a plugin that failed so. One is tried afterwards.</summary>
    /// <value>5 seconds by default, at least 0.5 seconds and at most a day.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 0.5 seconds or more than a day.</exception>
    public TimeSpan BreakTime
    {
        get;
        set => field = value >= TimeSpan.FromSeconds(0.5) && value <= TimeSpan.FromDays(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A break is from 0.5 s to a day.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how often a call over HTTP is made again whose hook is marked idempotent, where the connection failed or the server answered 429, 502, 503 or 504.</summary>
    /// <remarks>The pauses grow from 0.2 seconds; a server that says how long to wait is waited for. All of it is within the time of the call.</remarks>
    /// <value>3 by default; zero for never.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRetries
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A call cannot be made again less than never.");
    } = 3;

    /// <summary>Gets or sets how long the start of the host waits for servers over HTTP, once everything else has started. Those that are not ready by then are connected to while the host runs.</summary>
    /// <remarks>Servers of plugins that the host requires are waited for in any case.</remarks>
    /// <value>5 seconds by default; zero for not at all, <see cref="Timeout.InfiniteTimeSpan"/> for as long as their starts may take.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan StartPatience
    {
        get;
        set => field = value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Nobody waits for less than no time.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many processes a plugin has whose execution model is <c>process_cpu_bound</c>. Each has one call at a time.</summary>
    /// <value>The number of processors by default, at least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxProcesses
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one process has to serve.");
    } = Environment.ProcessorCount;

    /// <summary>Gets or sets how much memory such a process may have after a call, in bytes. One that has more is replaced before its next.</summary>
    /// <value>Null by default: as much as it takes.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public long? MaxProcessMemory
    {
        get;
        set => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A process has some memory.");
    }

    /// <summary>Gets or sets how old such a process may be after a call. One that is older is replaced before its next.</summary>
    /// <value>Null by default: as old as the plugin.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? MaxProcessLifetime
    {
        get;
        set => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A process lives for some time.");
    }
}
