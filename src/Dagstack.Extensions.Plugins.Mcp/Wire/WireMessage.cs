using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Where the parts of a message are in its line.</summary>
internal struct WireMessage
{
    public string? Method;

    /// <summary>Whether there is an id at all: that of an error may be null, or absent.</summary>
    public bool HasId;

    /// <summary>The id, if there is one and it is a text or a whole number.</summary>
    public RequestId Id;

    public ValueRange Params;
    public ValueRange Result;
    public ValueRange Error;
    public ResultShape Shape;
}
