using System.Globalization;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>A line of a log: something that has happened, when and where.</summary>
/// <remarks>Times are those of <see cref="System.Diagnostics.Stopwatch"/>, which all processes of a machine have in common; nothing but their order counts, and the delays.</remarks>
internal sealed record Fact(long At, FactKind Kind, string Node)
{
    /// <summary>The node that the store is, for losses.</summary>
    public const string Store = "store";

    private const int Columns = 9;

    public string Unit { get; init; } = string.Empty;

    /// <summary>The run of the unit: unlike any other of all processes.</summary>
    public string Run { get; init; } = string.Empty;

    /// <summary>The number of the unit in its partition, of a step, or of losses.</summary>
    public long Number { get; init; }

    /// <summary>The state for those that have ended, the signal for losses.</summary>
    public string Detail { get; init; } = string.Empty;

    public string Key { get; init; } = string.Empty;

    public string Partition { get; init; } = string.Empty;

    /// <summary>Reads a line.</summary>
    /// <returns>Null where the line is not whole: its process has died with it.</returns>
    public static Fact? Parse(string line)
    {
        var columns = line.Split('\t');
        return columns.Length == Columns && long.TryParse(columns[0], CultureInfo.InvariantCulture, out var at) && Enum.TryParse<FactKind>(columns[1], out var kind) && long.TryParse(columns[5], CultureInfo.InvariantCulture, out var number)
            ? new(at, kind, columns[2]) { Unit = columns[3], Run = columns[4], Number = number, Detail = columns[6], Key = columns[7], Partition = columns[8] }
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}\t{Kind}\t{Node}\t{Unit}\t{Run}\t{Number}\t{Detail}\t{Key}\t{Partition}");
}
