namespace Dagstack.Extensions.Plugins.AspNetCore;

/// <summary>How errors of plugins are told to those whose requests met them.</summary>
/// <remarks>See docs/web.md.</remarks>
public sealed class PluginProblemOptions
{
    /// <summary>Gets or sets after which time a request that met a plugin which does not serve should be made again: the header <c>Retry-After</c>, in whole seconds.</summary>
    /// <value>10 seconds by default; at least one second, and at most a day.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan RetryAfter
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the status of the answer where no plugin can handle what was asked for, such as 415 where that is a type of document.</summary>
    /// <value>Null by default: it is an error of the application as any other. 400 to 599.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is no status of an error.</exception>
    public int? NoCapabilityStatus
    {
        get;
        set
        {
            if (value is { } status)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(status, 400, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Gets or sets whether the messages of errors are told, with the reasons that plugins give.</summary>
    /// <value>Null by default: in Development only. What a plugin says of its failure may have secrets in it, and whoever makes a request need not be an operator.</value>
    public bool? IncludeMessages { get; set; }
}
