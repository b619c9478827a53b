namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a server that knows the contract says of an error in <c>_meta["dev.dagstack/error"]</c>.</summary>
internal sealed record WireRemoteError(string? Type, string? Code, string? Message, ErrorData Data);
