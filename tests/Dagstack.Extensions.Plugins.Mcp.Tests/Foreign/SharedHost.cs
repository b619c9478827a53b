namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host that all tests of a class share, started by the first of them that is not skipped.</summary>
public abstract class SharedHost : IAsyncDisposable
{
    private readonly Lazy<Task<ForeignHost>> _host;

    protected SharedHost() => _host = new(StartAsync);

    internal Task<ForeignHost> StartedAsync() => _host.Value;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host.IsValueCreated)
        {
            await (await _host.Value).DisposeAsync();
        }
    }

    /// <summary>Starts it.</summary>
    private protected abstract Task<ForeignHost> StartAsync();
}
