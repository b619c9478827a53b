using System.Buffers;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>One request whose arguments and result go past the SDK's tree of nodes, as bytes. The transport knows it by its id.</summary>
internal sealed class WireCall(string id, Action<IBufferWriter<byte>>? writeArguments)
{
    private readonly Lock _gate = new();
    private WireResult? _result;
    private WireException? _fault;
    private Action<string>? _forget;
    private bool _ended;

    /// <summary>Gets the id, which no other request of the process has.</summary>
    public string Id => id;

    /// <summary>Gets whether there are arguments that go past the nodes.</summary>
    public bool HasArguments => writeArguments is not null;

    /// <summary>Gets what the code threw that writes the arguments: that is its caller's own.</summary>
    public Exception? OwnFault { get; private set; }

    /// <summary>Gets whether somebody is told how far the server is, by the id as the token.</summary>
    public bool TellsProgress { get; init; }

    /// <summary>Gets or sets from which level on the server is to send log messages while it works on this, from 2026-07-28.</summary>
    public string? LogLevel { get; set; }

    /// <summary>Writes the arguments, as one JSON object.</summary>
    public void WriteArguments(IBufferWriter<byte> buffer)
    {
        try
        {
            writeArguments!(buffer);
        }
        catch (Exception exception)
        {
            OwnFault = exception;
            throw;
        }
    }

    /// <summary>Notes who waits for the answer.</summary>
    /// <returns>Whether anybody still waits for it.</returns>
    public bool Expect(Action<string> forget)
    {
        lock (_gate)
        {
            _forget = forget;
            return !_ended;
        }
    }

    /// <summary>Hands the result over. One that nobody waits for any more goes back to the pool.</summary>
    public void Complete(WireResult result)
    {
        lock (_gate)
        {
            if (!_ended && _result is null)
            {
                _result = result;
                return;
            }
        }

        result.Dispose();
    }

    /// <summary>Says why there will be no result.</summary>
    public void Fail(WireException fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
        }
    }

    /// <summary>Ends the waiting, however it went.</summary>
    /// <param name="keep">Whether the caller takes the result.</param>
    public (WireResult? Result, WireException? Fault) End(bool keep)
    {
        WireResult? result;
        WireException? fault;
        Action<string>? forget;
        lock (_gate)
        {
            _ended = true;
            (result, fault, forget) = (_result, _fault, _forget);
            (_result, _forget) = (null, null);
        }

        forget?.Invoke(id);
        if (!keep)
        {
            result?.Dispose();
            result = null;
        }

        return (result, fault);
    }
}
