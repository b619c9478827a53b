using System.Globalization;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Processes that run units of a database beside this one.</summary>
internal sealed class UnitNodes : IAsyncDisposable
{
    private readonly List<LineProcess> _nodes = [];

    /// <summary>Starts them, and waits until they run units.</summary>
    public static async Task<UnitNodes> StartAsync(string database, int count, int callers)
    {
        var nodes = new UnitNodes();
        for (var i = 0; i < count; i++)
        {
            nodes._nodes.Add(new("dotnet", typeof(UnitNodes).Assembly.Location, "turns", "units", "node", database, callers.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var node in nodes._nodes)
        {
            await node.AskAsync("run\n"u8.ToArray()).ConfigureAwait(false);
        }

        return nodes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(static node => Task.Run(node.Dispose))).ConfigureAwait(false);
}
