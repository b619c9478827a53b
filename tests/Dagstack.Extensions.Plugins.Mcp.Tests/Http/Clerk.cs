namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A plugin in the host's process.</summary>
internal sealed class Clerk : IDesk
{
    public Task<string> ReadAsync(string what, CancellationToken cancellationToken) => Task.FromResult(what);

    public Task<string> WriteAsync(string what, CancellationToken cancellationToken) => Task.FromResult(what);
}
