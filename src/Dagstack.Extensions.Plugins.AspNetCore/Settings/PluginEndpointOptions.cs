namespace Dagstack.Extensions.Plugins.AspNetCore;

/// <summary>What a place serves where plugins are shown.</summary>
/// <remarks>See docs/web.md.</remarks>
public sealed class PluginEndpointOptions
{
    /// <summary>Gets or sets a value indicating whether plugins may be started, stopped, reloaded and activated by requests.</summary>
    /// <value>False by default. Also where it is true, only requests that had to be authorised may: by <c>RequireAuthorization</c> or by the fallback policy of the application.</value>
    public bool AllowActions { get; set; }

    /// <summary>Gets or sets a value indicating whether arguments, outputs and the messages of progress of units of work are shown.</summary>
    /// <value>False by default: they are data of users. Where it is true, values whose names look like those of secrets are shown as <c>[MASKED]</c>. States, times, errors and how far a unit has come are shown always.</value>
    /// <remarks>See §9 of the plugin contract.</remarks>
    public bool ShowUnitArguments { get; set; }

    /// <summary>Gets or sets how long what the host says of its plugins may take to be read, before a request is answered with 503.</summary>
    /// <value>10 seconds by default; more than zero, and at most a day. What is configured is read, too, and a provider of configuration may block.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan ReadTimeout
    {
        get;
        set => field = InRange(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many requests may listen to changes at the same time.</summary>
    /// <value>100 by default; 0 for none. A request above it is answered with 503.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxListeners
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 100;

    /// <summary>Gets or sets after which time without a change those that listen are sent an empty event, so that proxies keep the connection and the lost ones are noticed.</summary>
    /// <value>15 seconds by default; more than zero, and at most a day.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Heartbeat
    {
        get;
        set => field = InRange(value);
    } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets whether an endpoint that asks for a plugin by a key that none has keeps the application from starting.</summary>
    /// <value>Null by default: in Development. Otherwise that is logged as critical when the application has started. Of several places, the first that is mapped decides.</value>
    public bool? StopOnWrongKeys { get; set; }

    private static TimeSpan InRange(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
        return value;
    }
}
