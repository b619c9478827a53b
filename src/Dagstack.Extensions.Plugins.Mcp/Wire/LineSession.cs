using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A client of the SDK on a line. Its end is not the end of the line: a client that could not greet the server is followed by one that greets it another way.</summary>
internal sealed class LineSession : TransportBase
{
    private readonly LineTransport _line;

    public LineSession(LineTransport line, string name, ILoggerFactory? loggers)
        : base(name, loggers)
    {
        _line = line;
        SetConnected();
    }

    public override Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) =>
        _line.SendAsync(this, message, cancellationToken);

    /// <summary>Hands a message to the client.</summary>
    public void Deliver(JsonRpcMessage message) => _ = WriteMessageAsync(message);

    /// <summary>Ends the client.</summary>
    public void End() => SetDisconnected();

    public override ValueTask DisposeAsync()
    {
        _line.Leave(this);
        SetDisconnected();
        return ValueTask.CompletedTask;
    }
}
