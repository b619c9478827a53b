namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>A call that no tool can serve: there is none of that name, or it takes other arguments.</summary>
#pragma warning disable CA1032, RCS1194 // For one place only.
internal sealed class WorkerRefusal(string message) : Exception(message)
#pragma warning restore CA1032, RCS1194
{
    public const int Code = -32602;
}
