using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>What all tests with processes that are killed have: a folder of logs, dice whose seed is said, and the load of the machine meanwhile.</summary>
internal sealed class KillRun : IDisposable
{
    private static readonly TimeSpan s_still = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    private readonly ITestOutputHelper _output;
    private readonly TempFolder _folder = new();
    private readonly List<UnitProcess> _processes = [];
    private readonly Dictionary<string, RunCount> _counts = [];
    private double _load;

    public KillRun(ITestOutputHelper output)
    {
        _output = output;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DAGSTACK_KILL_SEED"), out var given) ? given : Random.Shared.Next(1_000_000);
        Dice = new(seed);
        Log = new(_folder.Path, "test");
        output.WriteLine($"DAGSTACK_KILL_SEED={seed}");
    }

    public static bool IsLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";

    public Random Dice { get; }

    /// <summary>Ends all waiting of a test that does not come to its end.</summary>
    public CancellationTokenSource Limit { get; } = new(TimeSpan.FromMinutes(5));

    public FactLog Log { get; }

    /// <summary>All that was said, once it is judged.</summary>
    public IReadOnlyList<Fact> Facts { get; private set; } = [];

    public string Folder => _folder.Path;

    /// <summary>How many times longer than on a quiet machine things may take.</summary>
    public int Slack => _load <= Environment.ProcessorCount ? 1 : Math.Max(3, (int)(_load / Environment.ProcessorCount / 2));

    public async Task<UnitProcess> StartAsync(string node, string store, int slots)
    {
        var process = await UnitProcess.StartAsync(Log, Folder, node, store, slots);
        _processes.Add(process);
        return process;
    }

    public async Task PauseAsync(double shortest, double longest)
    {
        await Task.Delay(TimeSpan.FromSeconds(shortest + (Dice.NextDouble() * (longest - shortest))));
        Measure();
    }

    /// <summary>Waits until a process has begun some runs, or has none to begin any more.</summary>
    public async Task UntilRunsAsync(string node, int count)
    {
        var last = Stopwatch.GetTimestamp();
        for (int runs, before = -1; (runs = RunsOf(node).Begun) < count && Stopwatch.GetElapsedTime(last) < s_still; before = runs)
        {
            last = runs > before ? Stopwatch.GetTimestamp() : last;
            await Task.Delay(50, Limit.Token);
        }
    }

    /// <summary>Waits until one of several processes has a number of runs at work.</summary>
    /// <returns>The one that has most; null if for a while none has any, since all is done.</returns>
    public async Task<UnitProcess?> BusiestAsync(IReadOnlyCollection<UnitProcess> processes, int count)
    {
        var last = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(last) < s_idle)
        {
            var (process, open) = processes.Select(process => (process, Open: RunsOf(process.Node).Open)).MaxBy(static item => item.Open);
            if (open >= count)
            {
                return process;
            }

            last = open > 0 ? Stopwatch.GetTimestamp() : last;
            await Task.Delay(50, Limit.Token);
        }

        return null;
    }

    /// <summary>Reads the logs and judges them.</summary>
    /// <returns>What was said, with nothing wrong in it.</returns>
    public Story Judge()
    {
        Measure();
        var facts = Facts = FactLog.Read(Folder);
        var story = new Story(facts, (long)(Stopwatch.Frequency * 6.0));

        // Who was running when five processes died is taken for the cause, and some are on a machine that is slower than the kills.
        var findings = Killing.Judge.Of(story, static final => final.Detail == "Poison" ? "Poison" : "Succeeded");
        var poison = story.Units.Values.Count(static unit => unit.Final?.Detail == "Poison");
        var runs = story.Units.Values.Sum(static unit => unit.AllRuns.Count);
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{story.Units.Count:N0} units, {story.Partitions.Count:N0} partitions, {runs:N0} runs, {story.Units.Values.Count(static unit => unit.AllRuns.Count > 1):N0} units run more than once, {facts.Count(static fact => fact.Kind == FactKind.Refused):N0} refusals, {poison:N0} taken for poison; load {_load:F1}"));
        _output.WriteLine(string.Join('\n', ResumeDelay.Of(story)));
        Assert.True(findings.Count == 0, $"{findings.Count} findings. {string.Join('\n', findings.Take(20))}");
        Assert.InRange(poison, 0, story.Units.Count / 1_000);
        return story;
    }

    /// <summary>The bounds of the time until what ran in a lost process runs again, wider where the machine had other things to do.</summary>
    public void AssertDelays(Story story, string signal, double median, double worst)
    {
        var delays = ResumeDelay.Of(story).Where(delay => delay.Loss.Detail == signal).ToList();
        Assert.NotEmpty(delays);
        Assert.All(delays, delay => Assert.True(ResumeDelay.Seconds(delay.Median) <= median * Slack && ResumeDelay.Seconds(delay.Worst) <= worst * Slack, $"{delay}; {median} and {worst} s, times {Slack}, is the bound"));
    }

    public void Dispose()
    {
        _processes.ForEach(static process => process.Dispose());
        Limit.Dispose();
        Log.Dispose();
        _counts.Values.ToList().ForEach(static count => count.Dispose());
        Keep();
        _folder.Dispose();
    }

    private (int Begun, int Open) RunsOf(string node)
    {
        if (!_counts.TryGetValue(node, out var count))
        {
            _counts.Add(node, count = new(Path.Combine(Folder, node + ".log")));
        }

        return count.Read();
    }

    private void Measure()
    {
        if (File.Exists("/proc/loadavg"))
        {
            _load = Math.Max(_load, double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Whoever looks for the reason finds the logs where the environment says.</summary>
    private void Keep()
    {
        if (Environment.GetEnvironmentVariable("DAGSTACK_KEEP_LOGS") is { Length: > 0 } kept)
        {
            foreach (var file in Directory.EnumerateFiles(Folder))
            {
                File.Copy(file, Path.Combine(Directory.CreateDirectory(kept).FullName, Path.GetFileName(file)), overwrite: true);
            }
        }
    }
}
