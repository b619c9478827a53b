using System.Collections.Concurrent;
using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Secrets;

/// <summary>Asks sources for secrets when they are first read, and remembers the answers until they expire.</summary>
internal sealed class SecretStore(SecretSources sources, TimeSpan lifetime, TimeSpan timeout, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <summary>Returns a secret. The calling thread waits where its source has to be asked.</summary>
    /// <exception cref="ConfigException">There is no answer.</exception>
    public string Resolve(ConfigSecret secret, string path)
    {
        var answer = Ask(secret.Reference);
        try
        {
            return Value(secret, path, answer.Value.IsCompletedSuccessfully ? answer.Value.Result : Wait(answer.Value));
        }
        catch (Exception exception) when (exception is not ConfigException { SourceId: not null })
        {
            throw Failure(secret, path, exception);
        }
    }

    /// <summary>Asks for all secrets of a tree at once.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="problems">Where problems go.</param>
    public async Task ResolveAllAsync(ConfigNode root, ProblemList problems)
    {
        var all = SecretWalk.Find(root).Select(found => (found.Secret, found.Path, Ask(found.Secret.Reference))).ToList();
        foreach (var (secret, path, answer) in all)
        {
            try
            {
                Value(secret, path, await answer.Value.ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                problems.Add(Failure(secret, path, exception).Problems[0]);
            }
        }
    }

    /// <summary>Asks again for every secret that has been read.</summary>
    /// <returns>The references whose answers have changed.</returns>
    /// <exception cref="ConfigException">A source does not answer. All old answers stay.</exception>
    public async Task<IReadOnlySet<string>> RefreshAsync(CancellationToken cancellationToken)
    {
        var fresh = _answers.Select(known => (Known: known, Fresh: Start(known.Value.Reference))).ToList();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (known, answer) in fresh)
        {
            try
            {
                var before = known.Value.Value.IsCompletedSuccessfully ? known.Value.Value.Result?.Value : null;
                if ((await answer.Value.WaitAsync(cancellationToken).ConfigureAwait(false))?.Value != before)
                {
                    changed.Add(known.Key);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw new ConfigException(ReasonOf(exception), string.Empty, $"{known.Value.Reference} could not be refreshed: {TextOf(exception)}. The old values stay.", exception);
            }
        }

        foreach (var (known, answer) in fresh)
        {
            _answers[known.Key] = answer;
        }

        return changed;
    }

    private Answer Ask(SecretReference reference)
    {
        var key = reference.CacheKey;
        while (true)
        {
            if (_answers.TryGetValue(key, out var answer) && !answer.HasExpired(time, lifetime))
            {
                return answer;
            }

            var fresh = new Answer(reference);
            if (answer is null ? _answers.TryAdd(key, fresh) : _answers.TryUpdate(key, fresh, answer))
            {
                Run(fresh);
                return fresh;
            }
        }
    }

    private Answer Start(SecretReference reference)
    {
        var answer = new Answer(reference);
        Run(answer);
        return answer;
    }

    // A source that answers at once costs no thread. One that does not must not come back to a thread that waits for it.
    private void Run(Answer answer) =>
        answer.Take(SynchronizationContext.Current is null ? QueryAsync(answer.Reference) : Task.Run(() => QueryAsync(answer.Reference)), time);

    private async Task<SecretValue?> QueryAsync(SecretReference reference)
    {
        if (sources.Find(reference.Scheme) is not { } source)
        {
            return reference.HasDefault ? null : throw new ConfigException(ConfigErrorReason.SecretUnresolved, string.Empty, sources.NoSource(reference));
        }

        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            return await source.ResolveAsync(reference, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new ConfigException(ConfigErrorReason.SecretBackendUnavailable, string.Empty, $"the source {source.Id} has not answered within {timeout.TotalSeconds:0.###} s", exception);
        }
    }

    private static SecretValue? Wait(Task<SecretValue?> pending) => pending.GetAwaiter().GetResult();

    private static string Value(ConfigSecret secret, string path, SecretValue? value) =>
        value?.Value ?? secret.Reference.Default
        ?? throw new ConfigException([secret.Problem(ConfigErrorReason.SecretUnresolved, path, $"{secret.Reference} has no value and no default. Check the spelling, set the secret, or write a default after ':-'.")], path);

    private ConfigException Failure(ConfigSecret secret, string path, Exception exception)
    {
        if (exception is ConfigException { SourceId: not null } known)
        {
            return known;
        }

        var source = sources.Find(secret.Reference.Scheme);
        var message = exception is ConfigException { Reason: ConfigErrorReason.SecretUnresolved } unresolved
            ? unresolved.Problems[0].Message
            : $"{secret.Reference} could not be read from {source?.Id ?? "its source"}: {TextOf(exception)}.";
        return new ConfigException([secret.Problem(ReasonOf(exception), path, message)], path, exception);
    }

    private static ConfigErrorReason ReasonOf(Exception exception) => (exception as ConfigException)?.Reason ?? ConfigErrorReason.SecretBackendUnavailable;

    private static string TextOf(Exception exception) => (exception is ConfigException known ? known.Problems[0].Message : $"{exception.GetType().Name}: {exception.Message}").TrimEnd('.');

    /// <summary>What a source has answered or is about to answer. A failure is not remembered.</summary>
    private sealed class Answer(SecretReference reference)
    {
        private readonly TaskCompletionSource<SecretValue?> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private DateTimeOffset _since = DateTimeOffset.MaxValue;

        public SecretReference Reference { get; } = reference;

        public Task<SecretValue?> Value => _value.Task;

        public void Take(Task<SecretValue?> answer, TimeProvider time)
        {
            if (answer.IsCompleted)
            {
                Complete(answer, time);
            }
            else
            {
                answer.ContinueWith(done => Complete(done, time), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        public bool HasExpired(TimeProvider time, TimeSpan lifetime)
        {
            if (!Value.IsCompleted)
            {
                return false;
            }

            var now = time.GetUtcNow();
            return !Value.IsCompletedSuccessfully || now - _since >= lifetime || Value.Result?.ExpiresAt <= now;
        }

        private void Complete(Task<SecretValue?> answer, TimeProvider time)
        {
            _since = time.GetUtcNow();
            _value.SetFromTask(answer);
        }
    }
}
