using System.Text;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Signals;

/// <summary>
/// Signals as they go from process to process: a line says who sends, and each further one a letter, the unit, a tab and the partition. The server takes
/// less than 8,000 bytes; where many have to be said, only that there are some is said.
/// </summary>
internal static class SignalPayload
{
    private const int MaxBytes = 7_500;
    private const int MaxPartitionLength = 100;
    private const int MaxPayloads = 4;
    private const string Kinds = "QCPE";

    /// <summary>Writes signals.</summary>
    /// <param name="sender">Who sends.</param>
    /// <param name="signals">The signals.</param>
    public static List<string> Write(string sender, IReadOnlyCollection<UnitSignal> signals)
    {
        var payloads = Pack(sender, signals.Select(Line));
        return payloads.Count <= MaxPayloads ? payloads : Pack(sender, signals.Select(static signal => signal.Kind).Distinct().Select(static kind => Line(new(kind, null, null))));
    }

    /// <summary>Reads signals. What is not understood, such as what a newer version says, is passed over.</summary>
    /// <param name="payload">What was received.</param>
    /// <param name="sender">Who has sent it.</param>
    public static List<UnitSignal> Read(string payload, out string sender)
    {
        var lines = payload.Split('\n');
        sender = lines[0];
        var signals = new List<UnitSignal>(lines.Length);
        foreach (var line in lines.AsSpan(1))
        {
            if (line.Length > 0 && Kinds.IndexOf(line[0], StringComparison.Ordinal) is >= 0 and var kind && line.IndexOf('\t', StringComparison.Ordinal) is > 0 and var tab)
            {
                signals.Add(new((UnitSignalKind)kind, Part(line[(tab + 1)..]), Part(line[1..tab])));
            }
        }

        return signals;
    }

    private static string? Part(string text) => text.Length == 0 ? null : text;

    private static string Line(UnitSignal signal)
    {
        // A partition that is long, or would break the line, is left out.
        var partition = signal.Partition is { Length: <= MaxPartitionLength } name && !name.AsSpan().ContainsAny("\n\t\0") ? name : null;
        return $"{Kinds[(int)signal.Kind]}{signal.UnitId}\t{partition}";
    }

    private static List<string> Pack(string sender, IEnumerable<string> lines)
    {
        var payloads = new List<string>();
        var text = new StringBuilder(sender);
        var bytes = sender.Length;
        foreach (var line in lines.Distinct(StringComparer.Ordinal))
        {
            var more = Encoding.UTF8.GetByteCount(line) + 1;
            if (bytes + more > MaxBytes)
            {
                payloads.Add(text.ToString());
                text.Clear().Append(sender);
                bytes = sender.Length;
            }

            text.Append('\n').Append(line);
            bytes += more;
        }

        payloads.Add(text.ToString());
        return payloads;
    }
}
