namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A plugin that breaks its contract: it answers null, whatever that says.</summary>
internal sealed class SilentOracle : IOracle
{
    public Task<string> AskAsync(string question) => Task.FromResult<string>(null!);

    public IReadOnlyList<string> AskAll(string question) => null!;

    public Task<int?> CountAsync(string question) => Task.FromResult<int?>(null);

    public Task TellAsync(string question) => Task.CompletedTask;
}
