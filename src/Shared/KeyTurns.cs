namespace Dagstack.Extensions.Shared;

/// <summary>Lets one in at a time for each key; what has another key goes on beside it.</summary>
internal sealed class KeyTurns
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn of a key.</summary>
    /// <returns>Ends the turn when it is disposed.</returns>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out turn))
            {
                _turns.Add(key, turn = new(this, key));
            }

            turn.Count++;
        }

        try
        {
            await turn.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Count == 0)
            {
                _turns.Remove(turn.Key);
                turn.Gate.Dispose();
            }
        }
    }

    /// <summary>The turns of one key: as long as somebody is in it or waits.</summary>
    private sealed class Turn(KeyTurns all, string key) : IDisposable
    {
        public string Key => key;

        public SemaphoreSlim Gate { get; } = new(initialCount: 1, maxCount: 1);

        public int Count { get; set; }

        public void Dispose()
        {
            Gate.Release();
            all.Leave(this);
        }
    }
}
