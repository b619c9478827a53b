using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;
using Npgsql;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Hangfire on PostgreSQL, tuned for this: as many workers as it advises at most, told of jobs by notifications, with the shortest poll that it takes.</summary>
internal sealed class HangfireStage : IUnitStage
{
    /// <summary>What Hangfire takes at most by itself.</summary>
    private const int MaxWorkers = 20;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    private static HangfireStage? s_present;

    private readonly NpgsqlDataSource _data;
    private readonly BackgroundJobServer _server;
    private readonly BackgroundJobClient _client;

    /// <param name="connectionString">A database of its own.</param>
    /// <param name="callers">How many callers there are.</param>
    public HangfireStage(string connectionString, int callers)
    {
        s_present = this;
        _data = NpgsqlDataSource.Create(connectionString);
        var options = new PostgreSqlStorageOptions { QueuePollInterval = s_poll, EnableLongPolling = true, UseSlidingInvisibilityTimeout = true };
        var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
        _client = new(storage);
        _server = new(new BackgroundJobServerOptions { WorkerCount = Math.Min(Math.Max(callers, 1), MaxWorkers), ServerTimeout = TimeSpan.FromMinutes(5) }, storage);
    }

    /// <inheritdoc/>
    public event Action? Ran;

    /// <inheritdoc/>
    public bool IsBlocking => true;

    /// <summary>What a job is.</summary>
    public static void Run(int number) => s_present?.Ran?.Invoke();

    /// <inheritdoc/>
    public ValueTask<string> EnqueueAsync(int caller) => new(_client.Create(Job.FromExpression(() => Run(1)), new EnqueuedState()));

    /// <inheritdoc/>
    public async Task WaitAsync(string id)
    {
        await using var command = _data.CreateCommand("select statename = 'Succeeded' from hangfire.job where id = $1");
        command.Parameters.Add(new() { Value = long.Parse(id, CultureInfo.InvariantCulture) });
        while (await command.ExecuteScalarAsync().ConfigureAwait(false) is not true)
        {
        }
    }

    /// <inheritdoc/>
    public async Task<long> CountEndedAsync()
    {
        await using var command = _data.CreateCommand("select count(*) from hangfire.job where statename = 'Succeeded'");
        return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_server.Dispose).ConfigureAwait(false);
        await _data.DisposeAsync().ConfigureAwait(false);

        // Its storage leaves connections open in the pool, and the server has so many only.
        NpgsqlConnection.ClearAllPools();
    }
}
