using System.Diagnostics;
using System.Text;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>What one life of a process has to say, in a file that outlives it.</summary>
internal sealed class FactLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    public FactLog(string folder, string node)
    {
        Node = node;

        // No buffer: what the system has taken is there whatever becomes of the process.
        _file = new(Path.Combine(folder, $"{node}.log"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Node { get; }

    /// <summary>Reads what all processes have said. A last line that is not whole is passed over.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="node">The only one that is asked for; all by default.</param>
    public static IReadOnlyList<Fact> Read(string folder, string node = "*")
    {
        var facts = new List<Fact>();
        foreach (var file in Directory.EnumerateFiles(folder, node + ".log").Order(StringComparer.Ordinal))
        {
            var text = ReadShared(file);
            facts.AddRange(Parse(text));
        }

        return facts;
    }

    /// <summary>Reads the lines of one process.</summary>
    /// <exception cref="FormatException">A line other than the last is not whole: that is no process that has died.</exception>
    public static IEnumerable<Fact> Parse(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            yield return Fact.Parse(lines[i]) ?? throw new FormatException($"Line {i + 1} is none of a log: '{lines[i]}'");
        }
    }

    /// <summary>Says something of another process.</summary>
    public void WriteOf(string node, FactKind kind, string detail) => Write(new(Stopwatch.GetTimestamp(), kind, node) { Detail = detail });

    public void Write(FactKind kind, string unit = "", string run = "", long number = 0, string detail = "", string key = "", string partition = "") =>
        Write(new(Stopwatch.GetTimestamp(), kind, Node) { Unit = unit, Run = run, Number = number, Detail = detail, Key = key, Partition = partition });

    public void Dispose() => _file.Dispose();

    private void Write(Fact fact)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(fact + "\n"));
        }
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
