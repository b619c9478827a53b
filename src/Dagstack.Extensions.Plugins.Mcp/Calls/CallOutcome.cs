namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What a call says of the way to its server.</summary>
internal enum CallOutcome
{
    /// <summary>Nothing: it was given up, or not sent.</summary>
    Untold,

    /// <summary>The server answered, whatever it was.</summary>
    Answered,

    /// <summary>The connection was lost, or the time was over.</summary>
    Failed,
}
