using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Requests over a line, which find their answers by themselves: arguments and results are bytes, and nothing of the SDK is on their way.</summary>
internal sealed class LineRequests : IWireRequests
{
    private readonly LineTransport _line;
    private readonly WireSelf _self;
    private readonly WireSpans _spans;
    private bool _isOver;

    /// <param name="line">The line.</param>
    /// <param name="client">Who greeted the server.</param>
    /// <param name="options">How it did.</param>
    /// <param name="era">The era that they agreed on.</param>
    public LineRequests(LineTransport line, McpClient client, McpConnectionOptions options, ProtocolEra era)
    {
        _line = line;
        _self = era == ProtocolEra.Discovery ? WireSelf.Of(client.NegotiatedProtocolVersion!, options) : WireSelf.Silent;
        _spans = new(client.NegotiatedProtocolVersion!, SendUnseenAsync);
    }

    public ValueTask<WireResult> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
        WireSpans.AreWanted ? _spans.SendAsync(request, cancellationToken) : SendUnseenAsync(request, cancellationToken);

    public void End()
    {
        Volatile.Write(ref _isOver, true);
        _line.Inside.TakeAll(this).ForEach(static entry => entry.Call!.Fail(Over()));
    }

    private static WireException Over() => new(WireFault.Gone, "The connection to the server was closed by this side, and takes no more calls. Connect to it anew.");

    private ValueTask<WireResult> SendUnseenAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isOver))
        {
            throw Over();
        }

        var pending = _line.CallAsync(this, request, _self, cancellationToken);
        if (Volatile.Read(ref _isOver))
        {
            // It came in while the others were failed.
            End();
        }

        return pending;
    }
}
