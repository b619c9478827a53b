namespace Dagstack.Extensions.Plugins.Testing.Tests.Mutation;

/// <summary>A violation that is put into FixedChunker by an edit of its source.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Code">The error that is expected.</param>
/// <param name="Edits">What is replaced by what; each is there once.</param>
public sealed record Mutation(string Name, string Code, params (string Old, string New)[] Edits)
{
    private const string Class = "ILogger<FixedChunker> logger) : IChunker\n{";
    private const string Begin = "        var chunks = ";
    private const string Piece = "chunks.Add(new(offset, text.Substring(offset, length)));";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("static counter", "AmbientStateViolation", (Class, Class + " private static int s_calls;"), (Begin, "        s_calls++;\n" + Begin)),
        new("text written in the culture of the thread", "AmbientStateViolation", (Piece, "chunks.Add(new(offset, text.Substring(offset, length) + $\"{offset / 2.0}\"));")),
        new("half of a pair", "SerializationError", ("return !cutsPair ? maxSize : maxSize == 1 ? 2 : maxSize - 1;", "return maxSize;")),
        new("timer that is left", "LeakDetected", (Begin, "        _ = clock.CreateTimer(static _ => { }, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));\n" + Begin)),
        new("counter in the output", "IdempotencyError", (Class, Class + " private int _calls;"), (Piece, "chunks.Add(new(offset + _calls++, text.Substring(offset, length)));")),
        new("static cache", "AmbientStateViolation", (Class, Class + " private static readonly Dictionary<string, int> s_seen = [];"), (Begin, "        s_seen[text] = size;\n" + Begin)),
        new("time of the machine", "AmbientStateViolation", (Begin, "        _ = DateTime.UtcNow;\n" + Begin)),
        new("stopwatch", "AmbientStateViolation", (Begin, "        _ = System.Diagnostics.Stopwatch.StartNew();\n" + Begin)),
        new("random identifier", "AmbientStateViolation", (Piece, "chunks.Add(new(offset, text.Substring(offset, length) + Guid.NewGuid()));")),
        new("shared random", "AmbientStateViolation", (Begin, "        size += Random.Shared.Next(2);\n" + Begin)),
        new("environment", "AmbientStateViolation", ("maxSize ?? options.CurrentValue.MaxSize", "maxSize ?? (Environment.GetEnvironmentVariable(\"CHUNK_SIZE\")?.Length ?? options.CurrentValue.MaxSize)")),
        new("current directory", "AmbientStateViolation", (Begin, "        _ = Directory.GetCurrentDirectory();\n" + Begin)),
        new("console", "AmbientStateViolation", (Begin, "        Console.WriteLine(text.Length);\n" + Begin)),
        new("thread static", "AmbientStateViolation", (Class, Class + " [ThreadStatic] private static string? t_last;"), (Begin, "        t_last = text;\n" + Begin)),
        new("hash code of text", "AmbientStateViolation", (Piece, "chunks.Add(new(offset + (text.GetHashCode() & 0xFFFF), text.Substring(offset, length)));")),
        new("own client", "ResourceViolation", (Begin, "        using var client = new HttpClient();\n" + Begin)),
        new("file outside of the temporary folder", "ResourceViolation", (Begin, "        if (File.Exists(\"/etc/chunker\")) { size = 1; }\n" + Begin)),
        new("sleep", "ExecutionModelViolation", (Begin, "        Thread.Sleep(1);\n" + Begin)),
        new("wait for a task", "ExecutionModelViolation", (Begin, "        Task.Run(static () => { }).Wait();\n" + Begin)),
        new("identity of an object", "DeterminismError", (Piece, "chunks.Add(new(offset + System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(chunks), text.Substring(offset, length)));")),
        new("handler of an event of the process", "LeakDetected", (Begin, "        AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(logger);\n" + Begin)),
    ];

    public string Apply(string source)
    {
        foreach (var (old, changed) in Edits)
        {
            Assert.Single(System.Text.RegularExpressions.Regex.Matches(source, System.Text.RegularExpressions.Regex.Escape(old)));
            source = source.Replace(old, changed, StringComparison.Ordinal);
        }

        return source;
    }

    public override string ToString() => Name;
}
