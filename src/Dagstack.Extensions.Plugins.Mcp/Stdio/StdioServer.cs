using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>A child process and the line to it.</summary>
internal sealed class StdioServer : IAsyncDisposable
{
    private readonly LineTransport _line;
    private McpConnection? _connection;

    private StdioServer(ChildProcess child, LineTransport line) => (Child, _line) = (child, line);

    public ChildProcess Child { get; }

    /// <summary>Starts a process.</summary>
    /// <exception cref="ChildStartException">It cannot be started.</exception>
    public static StdioServer Start(ChildCommand command, ChildProcessSettings settings, Action<WireReport> report, Func<string, string> mask, ILoggerFactory loggers)
    {
        var child = ChildProcess.Start(command, settings);
        return new(child, new(child.Input, child.Output, child.LeaderEnded, new() { Report = report, Mask = mask, Time = settings.Time }, loggers));
    }

    /// <summary>Greets it.</summary>
    /// <exception cref="WireException">It cannot be greeted.</exception>
    public async Task<McpConnection> ConnectAsync(McpConnectionOptions options, CancellationToken cancellationToken) =>
        _connection = await McpConnection.ConnectAsync(_line, options, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the connection, then the process step by step.</summary>
    /// <param name="hurry">Time is over: each step that is left is done at once.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        try
        {
            await EndConnectionAsync().ConfigureAwait(false);
        }
        finally
        {
            await Child.StopAsync(hurry: hurry).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            try
            {
                await EndConnectionAsync().ConfigureAwait(false);
            }
            finally
            {
                await _line.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await Child.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask EndConnectionAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
