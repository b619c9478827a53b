namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>The PostgreSQL that all tests of a run share, unless they kill theirs. Tests are skipped where there is none.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private PostgresServer? _server;
    private string _reason = "";

    /// <summary>The server.</summary>
    internal PostgresServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, _reason);
            return _server;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresPrograms.Find(out _reason) is { } programs)
        {
            _server = await PostgresServer.StartNewAsync(programs);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
