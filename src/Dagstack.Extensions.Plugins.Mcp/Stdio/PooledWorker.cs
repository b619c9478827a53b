namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>One of several processes of a plugin.</summary>
/// <param name="instance">The process.</param>
/// <param name="started">When it was ready.</param>
internal sealed class PooledWorker(StdioInstance instance, long started)
{
    public StdioInstance Instance => instance;

    public long Started => started;

    /// <summary>Gets or sets the health check that it was asked for last.</summary>
    public Task<PoolAnswer>? Asked { get; set; }

    /// <summary>Gets or sets a value indicating whether it has answered a call: so it is not for its start that it dies.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Gets or sets a value indicating whether a call of it was given up, which it may go on with for ever.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Gets or sets a value indicating whether it has another section than the plugin has by now, and does not take that.</summary>
    public bool IsStale { get; set; }
}
