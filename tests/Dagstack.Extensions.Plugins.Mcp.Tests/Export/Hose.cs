namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A plugin of which one hook is a tool.</summary>
internal sealed class Hose : IHose
{
    public Task<int> DrinkAsync(Stream from, CancellationToken cancellationToken) => Task.FromResult((int)from.Length);

    public Task<int> CountAsync(int drops, CancellationToken cancellationToken) => Task.FromResult(drops);
}
