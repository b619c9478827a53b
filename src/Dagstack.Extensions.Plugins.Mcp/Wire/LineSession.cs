using System.Text.Json;
using System.Text.Json.Nodes;
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

    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (message is not JsonRpcRequest request)
        {
            await _line.WriteAsync(new(MessageWriter.Other(WithWireId(message))), cancellationToken).ConfigureAwait(false);
            return;
        }

        var id = _line.NextId();
        var line = new OutgoingLine(MessageWriter.Other(new JsonRpcRequest { Id = new(id), Method = request.Method, Params = request.Params }));
        _line.Inside.Add(id, new(this, request.Id, Call: null, IsSubscription: false));
        try
        {
            await _line.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _line.Inside.Forget(id);
            throw;
        }
    }

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

    private JsonRpcMessage WithWireId(JsonRpcMessage message)
    {
        if (message is JsonRpcNotification { Method: WireKeys.Cancelled, Params: { } parameters } && parameters["requestId"] is { } value)
        {
            RequestId id = value.GetValueKind() == JsonValueKind.String ? new(value.GetValue<string>()) : new(value.GetValue<long>());
            if (_line.Inside.Find(this, id) is { } onWire)
            {
                _line.Inside.Forget(onWire);
                return new JsonRpcNotification { Method = WireKeys.Cancelled, Params = new JsonObject { ["requestId"] = onWire } };
            }
        }

        return message;
    }
}
