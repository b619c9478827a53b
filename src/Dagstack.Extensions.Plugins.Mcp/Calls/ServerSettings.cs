using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>How the server of one plugin is greeted and called, whatever it is reached by.</summary>
/// <param name="Options">What the host says.</param>
/// <param name="ConnectTimeout">How long the handshake may take.</param>
/// <param name="Filter">Which functions of a tool plugin the host may see.</param>
/// <param name="Mask">The secrets that the plugin is given.</param>
/// <param name="Loggers">Where the SDK logs to.</param>
/// <param name="Time">The clock of waits.</param>
internal sealed record ServerSettings(McpOptions Options, TimeSpan ConnectTimeout, ToolFilter Filter, SecretMask Mask, ILoggerFactory Loggers, TimeProvider Time)
{
    /// <summary>Gets a value indicating whether the server is a worker: the program of the host.</summary>
    public bool IsWorker { get; init; }

    /// <summary>Gets which calls are made again; null for none.</summary>
    public CallRetries? Retries { get; init; }
}
