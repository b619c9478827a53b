using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>How a server is greeted, and who is told what it says. What is told must not wait.</summary>
internal sealed record McpConnectionOptions
{
    /// <summary>Gets the era that was negotiated before, if it was: a server that is slow to start is not taken for an old one, and an old one is not asked.</summary>
    /// <remarks>
    /// Where it fails as <see cref="WireFault.Silent"/>, the server may have become another: greet it without this next time. Where it fails with
    /// <see cref="WireException.DiedOnDiscovery"/>, greet it by <see cref="ProtocolEra.Initialize"/>.
    /// </remarks>
    public ProtocolEra? Era { get; init; }

    /// <summary>Gets how long a server may take to answer a discovery. One that is silent for longer is greeted by <c>initialize</c>.</summary>
    /// <value>2 s by default.</value>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long all of the handshake may take.</summary>
    /// <value>30 s by default.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many tools a server may list.</summary>
    /// <value>10,000 by default.</value>
    public int MaxTools { get; init; } = 10_000;

    /// <summary>Gets how many pages its list may have.</summary>
    /// <value>1,000 by default.</value>
    public int MaxToolPages { get; init; } = 1_000;

    /// <summary>Gets how many bytes its list may have, all pages together.</summary>
    /// <value>64 MiB by default.</value>
    public long MaxToolBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets the name and version that the server is told.</summary>
    public Implementation Client { get; init; } = new()
    {
        Name = "dagstack",
        Version = typeof(McpConnectionOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
    };

    /// <summary>Gets whether a server of the first era is told of requests that were cancelled by us, since the SDK does not over that transport: over HTTP it gives up before it would.</summary>
    public bool TellsCancellations { get; init; }

    /// <summary>Gets what takes secrets out of what a server says, before it is told or the SDK sees an error; null for nothing. A line needs it too, by its settings: it reads the errors of calls itself.</summary>
    public Func<string, string>? Mask { get; init; }

    /// <summary>Gets the level from which on the server is to send log messages, as the protocol names it; null leaves it to the server.</summary>
    public string? LogLevel { get; init; }

    /// <summary>Gets what is told of log messages.</summary>
    public Action<WireLog>? Log { get; init; }

    /// <summary>Gets what is told when the list of tools is another.</summary>
    public Action? ToolsChanged { get; init; }

    /// <summary>Gets what is told of things that are wrong and concern no call.</summary>
    public Action<WireReport>? Report { get; init; }

    /// <summary>Gets where the SDK logs to, which is shown nothing above <see cref="Microsoft.Extensions.Logging.LogLevel.Debug"/> of detail.</summary>
    public ILoggerFactory? Loggers { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes secrets out of a text.</summary>
    public string Told(string text) => Mask?.Invoke(text) ?? text;

    /// <summary>The same, with a report that throws nothing, whatever the one who is told does.</summary>
    public McpConnectionOptions WithGuardedReport() => Report is not { } report ? this : this with
    {
        Report = what =>
        {
            try
            {
                report(what);
            }
            catch (Exception)
            {
                // The connection goes on.
            }
        },
    };
}
