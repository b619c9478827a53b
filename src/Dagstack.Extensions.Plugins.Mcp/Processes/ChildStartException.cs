namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A process could not be started. The message says which, why, and what to do.</summary>
internal sealed class ChildStartException : Exception
{
    public ChildStartException(string message)
        : base(message)
    {
    }

    public ChildStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
