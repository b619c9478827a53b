namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>The judge passes a right log, and finds in a wrong one what is wrong with it, and nothing else.</summary>
public sealed class JudgeTests
{
    /// <summary>
    /// Two partitions, three nodes: n1 is killed in the second of three units, n2 stands still while it runs a unit with checkpoints and is
    /// refused when it goes on, n3 runs what they leave. At the end the store is out for a while, and then n3 is stopped.
    /// </summary>
    private const string Right = """
        10 Enqueued n3 u1 - 1 - k1 p
        11 Enqueued n3 u2 - 2 - k2 p
        12 Enqueued n3 u3 - 3 - k3 p
        13 Enqueued n3 u4 - 1 - k4 q
        14 Enqueued n3 u5 - 2 - k5 q
        15 Enqueued n3 u2 - 2 - k2 p
        20 Started n1 u1 n1:1
        21 Started n2 u4 n2:1
        22 Resumed n2 u4 n2:1 0
        23 Saving n2 u4 n2:1 1
        24 Saved n2 u4 n2:1 1
        25 Completed n1 u1 n1:1
        26 Seen n3 u1 n1:1 - Succeeded
        27 Started n1 u2 n1:2
        30 Loss n1 - - - kill
        32 Started n3 u2 n3:1
        33 Completed n3 u2 n3:1
        40 Loss n2 - - - hang
        45 Started n3 u4 n3:2
        46 Resumed n3 u4 n3:2 1
        47 Saving n3 u4 n3:2 2
        48 Saved n3 u4 n3:2 2
        50 Back n2 - - - hang
        51 Saving n2 u4 n2:1 2
        52 Refused n2 u4 n2:1 2
        53 Started n2 u4 n2:2
        54 Interrupted n2 u4 n2:2
        55 Completed n3 u4 n3:2
        56 Seen n3 u4 n3:2 - Succeeded
        57 Started n3 u5 n3:3
        58 Resumed n3 u5 n3:3 0
        59 Saving n3 u5 n3:3 1
        60 Saved n3 u5 n3:3 1
        70 Loss store - - - kill
        71 Interrupted n3 u5 n3:3
        75 Back store - - - kill
        76 Started n2 u5 n2:3
        77 Resumed n2 u5 n2:3 1
        78 Completed n2 u5 n2:3
        80 Started n3 u3 n3:4
        81 Loss n3 - - - stop
        82 Interrupted n3 u3 n3:4
        84 Started n2 u3 n2:4
        85 Completed n2 u3 n2:4
        90 Final n2 u1 n1:1 - Succeeded k1 p
        91 Final n2 u2 n3:1 - Succeeded k2 p
        92 Final n2 u3 n2:4 - Succeeded k3 p
        93 Final n2 u4 n3:2 - Succeeded k4 q
        94 Final n2 u5 n2:3 - Succeeded k5 q
        """;

    [Fact]
    public void Of_RightLog_FindsNothing() => Assert.Empty(Of(Right));

    [Theory]
    [InlineData("19 Cancelling n3 u4", 0)]
    [InlineData("19 Cancelling n3 u4\n89 Cancelling n3 u4", 0)]
    [InlineData("90 Cancelling n3 u4", 1)]
    [InlineData("19 Cancelling n3 u5", 1)]
    public void Of_UnitIsCancelled_LetsItBeInterruptedAfterThat(string cancelling, int findings)
    {
        var log = $"{Right}\n{cancelling}\n51 Interrupted n2 u4 n2:1";
        var lines = log.Split('\n').Where(static line => !line.StartsWith("40 ", StringComparison.Ordinal) && !line.StartsWith("54 ", StringComparison.Ordinal));

        Assert.Equal(findings, Of(string.Join('\n', lines)).Count(static finding => finding.Kind == FindingKind.Disturbed));
    }

    [Fact]
    public void Delays_RightLog_AreThoseOfTheKilledTheHungAndTheStopped()
    {
        var delays = ResumeDelay.Of(new(Facts(Right), grace: 3)).ToList();

        Assert.Equal(["n1 1 2 2", "n2 1 5 5", "n3 1 3 3"], delays.Select(static delay => FormattableString.Invariant($"{delay.Loss.Node} {delay.Count} {delay.Median} {delay.Worst}")));
    }

    [Theory]
    [InlineData(nameof(FindingKind.Missing), "91", "")]
    [InlineData(nameof(FindingKind.TwoUnits), "", "16 Enqueued n3 u9 - 1 - k2 r|28 Started n3 u9 n3:9|29 Completed n3 u9 n3:9|95 Final n2 u9 n3:9 - Succeeded k2 r")]
    [InlineData(nameof(FindingKind.TwoKeys), "", "16 Enqueued n3 u2 - 2 - k9 p")]
    [InlineData(nameof(FindingKind.Order), "25 26", "28 Completed n1 u1 n1:1")]
    [InlineData(nameof(FindingKind.Order), "84 85 92", "31 Started n2 u3 n2:4|34 Completed n2 u3 n2:4|92 Final n2 u3 n2:4 - Succeeded k3 p")]
    [InlineData(nameof(FindingKind.Order), "90", "86 Started n1 u1 n1:9|87 Completed n1 u1 n1:9|90 Final n2 u1 n1:1 - Succeeded k1 p")]
    [InlineData(nameof(FindingKind.EndedTwice), "26", "26 Seen n3 u1 n1:1 - Failed")]
    [InlineData(nameof(FindingKind.EndedTwice), "", "29 Completed n1 u2 n1:2|34 Seen n3 u2 n1:2 - Succeeded")]
    [InlineData(nameof(FindingKind.EndedOtherwise), "92", "92 Final n2 u3 - - Failed k3 p")]
    [InlineData(nameof(FindingKind.EndedOtherwise), "85", "")]
    [InlineData(nameof(FindingKind.StaleWrite), "52", "52 Saved n2 u4 n2:1 2")]
    [InlineData(nameof(FindingKind.RanTwice), "30", "")]
    [InlineData(nameof(FindingKind.RanTwice), "70 71 75", "")]
    [InlineData(nameof(FindingKind.Checkpoint), "46", "46 Resumed n3 u4 n3:2 0")]
    [InlineData(nameof(FindingKind.Checkpoint), "77", "77 Resumed n2 u5 n2:3 7")]
    [InlineData(nameof(FindingKind.Checkpoint), "47 48", "47 Saving n3 u4 n3:2 3|48 Saved n3 u4 n3:2 3|49 Saving n3 u4 n3:2 2|49 Saved n3 u4 n3:2 2")]
    [InlineData(nameof(FindingKind.Open), "85 92", "92 Final n2 u3 - - Running k3 p")]
    [InlineData(nameof(FindingKind.Disturbed), "81", "")]
    public void Of_WrongLog_FindsWhatIsWrongAndNothingElse(string kind, string withoutTimes, string with)
    {
        var times = withoutTimes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var lines = Right.Split('\n').Where(line => !times.Contains(line.Split(' ')[0])).Concat(with.Split('|', StringSplitOptions.RemoveEmptyEntries));

        var findings = Of(string.Join('\n', lines));

        Assert.True(findings.Count > 0, "It found nothing.");
        Assert.All(findings, finding => Assert.True(finding.Kind.ToString() == kind, finding.ToString()));
        Assert.All(findings, static finding => Assert.NotEmpty(finding.Proof));
    }

    [Fact]
    public void Parse_LastLineTorn_PassesItOver()
    {
        var whole = new Fact(1, FactKind.Started, "n1") { Unit = "u1", Run = "n1:1" };

        var fact = Assert.Single(FactLog.Parse($"{whole}\n{whole.ToString()[..9]}"));

        Assert.Equal(whole, fact);
    }

    [Fact]
    public void Parse_AnotherLineTorn_Throws() => Assert.Throws<FormatException>(static () => FactLog.Parse("1\tStarted\n2\tStarted\n").ToList());

    [Fact]
    public void Write_OtherProcessReads_FindsEveryWholeLine()
    {
        using var folder = new Plugins.Tests.TempFolder();
        using var log = new FactLog(folder.Path, "n1");
        log.Write(FactKind.Enqueued, "u1", number: 3, key: "k", partition: "p");
        log.Write(FactKind.Started, "u1", "n1:1");
        File.AppendAllText(folder.Combine("n2.log"), "17\tStart");

        var facts = FactLog.Read(folder.Path);

        Assert.Equal([FactKind.Enqueued, FactKind.Started], facts.Select(static fact => fact.Kind));
        Assert.Equal(("u1", 3, "k", "p", "n1"), (facts[0].Unit, facts[0].Number, facts[0].Key, facts[0].Partition, facts[0].Node));
        Assert.True(facts[0].At <= facts[1].At);
    }

    private static IReadOnlyList<Finding> Of(string log) => Judge.Of(new(Facts(log), grace: 3));

    /// <summary>Lines as they are written here: columns by spaces, a dash for nothing.</summary>
    private static IEnumerable<Fact> Facts(string log) => log.Split('\n').Select(static line =>
    {
        var columns = line.Split(' ').Select(static column => column == "-" ? string.Empty : column).Concat(Enumerable.Repeat(string.Empty, 9)).Take(9).ToArray();
        columns[5] = columns[5].Length == 0 ? "0" : columns[5];
        return Fact.Parse(string.Join('\t', columns)) ?? throw new FormatException(line);
    });
}
