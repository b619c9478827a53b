namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Sends requests to a server that was greeted, and brings their results back as bytes.</summary>
internal interface IWireRequests
{
    /// <summary>Sends one.</summary>
    /// <returns>What the server answered, which is the caller's until disposed.</returns>
    /// <exception cref="WireException">It came to nothing.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the server is told so. What writes the arguments throws what it likes.</exception>
    ValueTask<WireResult> SendAsync(WireRequest request, CancellationToken cancellationToken);

    /// <summary>Fails those inside, and all that come.</summary>
    void End();
}
