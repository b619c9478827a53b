using System.Buffers;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>One request of this side.</summary>
/// <param name="Id">Its id, which no other request of the process has.</param>
/// <param name="Method">Its method.</param>
internal readonly record struct WireRequest(string Id, string Method)
{
    private static long s_lastId;

    /// <summary>Gets the tool that is called, if one is.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets what writes the arguments of the tool, as one JSON object.</summary>
    public Action<IBufferWriter<byte>>? WriteArguments { get; init; }

    /// <summary>Gets the parameters of a request that calls no tool.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>Gets what goes into <c>_meta</c>.</summary>
    public JsonObject? Meta { get; init; }

    /// <summary>Gets whether somebody is told how far the server is, by the id as the token.</summary>
    public bool TellsProgress { get; init; }

    /// <summary>Makes one with an id of its own.</summary>
    public static WireRequest Of(string method) => new($"d-{Interlocked.Increment(ref s_lastId)}", method);
}
