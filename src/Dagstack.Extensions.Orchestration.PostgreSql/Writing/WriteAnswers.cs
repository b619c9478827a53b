namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>The answers to writes, and what others are told once they are durable.</summary>
/// <param name="count">How many writes there are.</param>
internal sealed class WriteAnswers(int count)
{
    private readonly UnitWriteResult?[] _answers = new UnitWriteResult?[count];

    /// <summary>How many writes there are.</summary>
    public int Count => count;

    /// <summary>What others are told.</summary>
    public List<UnitSignal> Signals { get; } = [];

    /// <summary>Partitions of one unit that have gone with it.</summary>
    public List<string> Gone { get; } = [];

    /// <summary>Answers a write.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="value">The value that goes with it.</param>
    public void Set(int index, UnitWriteOutcome outcome, string? value = null) => _answers[index] = new(outcome, value);

    /// <summary>Takes answers over, once the transaction that they are of is over.</summary>
    /// <param name="made">The answers.</param>
    public void Take(WriteAnswers made)
    {
        for (var i = 0; i < count; i++)
        {
            _answers[i] = made[i] ?? _answers[i];
        }

        Signals.AddRange(made.Signals);
        Gone.AddRange(made.Gone);
    }

    /// <summary>Returns the answer to a write; null if there is none yet.</summary>
    /// <param name="index">Its place.</param>
    public UnitWriteResult? this[int index] => _answers[index];
}
