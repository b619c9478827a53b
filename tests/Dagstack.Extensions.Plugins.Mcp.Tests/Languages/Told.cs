using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>Keeps the progress of a call.</summary>
internal sealed class Told : IProgress<WireProgress>
{
    public ConcurrentQueue<WireProgress> All { get; } = new();

    public void Report(WireProgress value) => All.Enqueue(value);
}
