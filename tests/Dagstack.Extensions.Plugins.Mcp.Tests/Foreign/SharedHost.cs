namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host that all tests of a class share, started by the first of them that is not skipped.</summary>
public abstract class SharedHost : IAsyncDisposable
{
    private readonly Lazy<Task<ForeignHost>> _host;

    protected SharedHost() => _host = new(() => ForeignHost.StartAsync(Plugins()));

    internal Task<ForeignHost> StartedAsync() => _host.Value;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host.IsValueCreated)
        {
            await (await _host.Value).DisposeAsync();
        }
    }

    /// <summary>Says the name of each plugin, and what its manifest says in <c>[plugin.mcp_stdio]</c>.</summary>
    protected abstract (string Name, string Stdio)[] Plugins();
}
