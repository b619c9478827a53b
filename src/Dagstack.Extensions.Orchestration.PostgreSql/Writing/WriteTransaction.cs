using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Makes writes: all by one transaction and one round trip.</summary>
/// <param name="database">Where.</param>
/// <param name="time">Its clock, for the pause after a collision.</param>
internal sealed class WriteTransaction(Database database, TimeProvider time)
{
    private const int MaxTries = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly LeaseStep _leases = new(database.Schema);
    private readonly EnqueueStep _enqueue = new(database.Schema);
    private readonly CheckpointStep _checkpoints = new(database.Schema);
    private readonly ProgressStep _progress = new(database.Schema);
    private readonly MoveStep _moves = new(database.Schema);
    private readonly CancelStep _cancels = new(database.Schema);
    private readonly RetryStep _retries = new(database.Schema);
    private readonly MoveAnswers _moveAnswers = new(database);

    /// <summary>Makes writes.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="answers">Where answers go.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="UnitStoreException">None of them was made, or nobody knows.</exception>
    public async Task RunAsync(IReadOnlyList<UnitWrite> writes, WriteAnswers answers, CancellationToken cancellationToken)
    {
        var left = writes.Select(static (write, index) => new PlacedWrite<UnitWrite>(index, write)).ToList();
        for (var tries = 1; left.Count > 0; tries++)
        {
            await RunOnceAsync(left, answers, cancellationToken).ConfigureAwait(false);

            // A unit whose twin went away between two statements.
            left.RemoveAll(write => answers[write.Index] is not null);
            if (tries == MaxTries && left.Count > 0)
            {
                throw new UnitStoreUnavailableException($"{database.Place}, does not answer: units with the same keys come and go all the time.");
            }
        }
    }

    private async Task RunOnceAsync(List<PlacedWrite<UnitWrite>> writes, WriteAnswers answers, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await database.UseAsync((connection, token) => RunOnceAsync(writes, answers, connection, token), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (UnitStoreException error) when (tries < MaxTries && error.InnerException is { } inner && DatabaseErrors.IsCollision(inner))
            {
                await Task.Delay(Pause * Random.Shared.Next(1, 1 << tries), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> RunOnceAsync(List<PlacedWrite<UnitWrite>> writes, WriteAnswers answers, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var made = new WriteAnswers(answers.Count);
        var waves = WriteWave.Of(writes);
        var steps = new WriteSteps();
        var epochs = _leases.Lock(steps, waves.SelectMany(static wave => wave.Leases));
        var moved = waves.ConvertAll(wave => Add(wave, steps, made));
        _leases.Drop(steps, [.. waves.SelectMany(static wave => wave.Moves).Select(static move => move.Write).Where(MoveAnswers.IsLast).Select(static move => move.Lease)]);
        await steps.RunAsync(connection, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < waves.Count; i++)
        {
            var (ended, started) = moved[i];
            var open = MoveAnswers.Answer(waves[i].Moves, epochs, ended, started, made);
            if (open.Count > 0)
            {
                await _moveAnswers.ExplainAsync(open, epochs, ended, started, made, connection, cancellationToken).ConfigureAwait(false);
            }
        }

        answers.Take(made);
        return true;
    }

    private (HashSet<string> Ended, HashSet<string> Started) Add(WriteWave wave, WriteSteps steps, WriteAnswers answers)
    {
        _enqueue.Add(steps, wave.Units, answers);
        _checkpoints.Add(steps, wave.Checkpoints, answers);
        _progress.Add(steps, wave.Progress, answers);
        var moved = _moves.Add(steps, wave.Moves);
        _cancels.Add(steps, wave.Cancels, answers);
        _retries.Add(steps, wave.Retries, answers);
        return moved;
    }
}
