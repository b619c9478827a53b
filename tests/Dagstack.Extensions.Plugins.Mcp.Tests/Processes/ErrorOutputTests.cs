using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What a child complains, and who is told.</summary>
public sealed class ErrorOutputTests
{
    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task ErrorLine_Lines_AreToldInOrder()
    {
        var lines = new List<string>();
        await using var child = Children.Shell("printf 'a\\r\\n\\nb\\nend' >&2", Children.Standing(line: line => Add(lines, line)));

        await Children.EndAsync(child);

        await Wait.UntilAsync(() => Count(lines) == 4);
        Assert.Equal(["a", "", "b", "end"], lines);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task ErrorLine_Throws_NextLinesAreToldAllTheSame()
    {
        var lines = new List<string>();
        await using var child = Children.Shell("for i in 1 2 3; do echo $i >&2; done", Children.Standing(line: line =>
        {
            Add(lines, line);
            throw new InvalidOperationException("no");
        }));

        Assert.Equal(["1", "2", "3"], (await Children.EndAsync(child)).LastLines);
        await Wait.UntilAsync(() => Count(lines) == 3);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task ErrorLine_Blocks_HoldsNothingUpAndTheOldestAreDropped()
    {
        using var gate = new ManualResetEventSlim();
        var lines = new List<string>();
        await using var child = Children.Shell("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo $i; done >&2", Children.Standing(line: line =>
        {
            gate.Wait();
            Add(lines, line);
        }));

        var end = await Children.EndAsync(child);
        Assert.Equal("3000", end.LastLines[^1]);
        Assert.InRange(child.DroppedLines, 1_999, 2_000);
        gate.Set();

        await Wait.UntilAsync(() => Count(lines) == 3_000 - child.DroppedLines);
        Assert.Equal("3000", lines[^1]);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task LastLines_ManyAndLong_AreBounded()
    {
        await using var child = Children.Shell("i=0; while [ $i -lt 100 ]; do i=$((i+1)); printf '%0300d\\n' $i; done >&2; exit 1", Children.Standing());

        var lines = (await Children.EndAsync(child)).LastLines;

        Assert.Equal(ErrorTail.MaxLength / 300, lines.Count);
        Assert.EndsWith("0100", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EscapesCount_NoLongerThanTheLimit()
    {
        var tail = new ErrorTail();
        tail.Add(new string('\u001b', 3_000));

        var line = Assert.Single(tail.Read(""));

        Assert.Equal(ErrorTail.MaxLength, line.Length);
        Assert.StartsWith("\\u001B\\u001B", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Lines_AreTheLastTwentyWithTheUnfinishedOne()
    {
        var tail = new ErrorTail();
        foreach (var i in Enumerable.Range(1, 50))
        {
            tail.Add($"{i}");
        }

        Assert.Equal(Enumerable.Range(32, 19).Select(static i => $"{i}").Append("half"), tail.Read("half"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Add_LineThatIsTooLong_IsCutBetweenCharacters(int step)
    {
        var lines = new List<string>();
        var cutter = new LineCutter(lines.Add);
        var text = "a" + string.Concat(Enumerable.Repeat("€ä🐈", 10_000));
        var bytes = System.Text.Encoding.UTF8.GetBytes(text + "\nnext\n");
        for (var i = 0; i < bytes.Length; i += step)
        {
            cutter.Add(bytes.AsSpan(i, Math.Min(step, bytes.Length - i)));
        }

        Assert.Equal("next", lines[^1]);
        Assert.Equal(text, string.Concat(lines[..^1]));
        Assert.All(lines, static line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 1, LineCutter.MaxLine));
    }

    [Fact]
    public void Add_LineOfExactlyTheLimit_IsOneLine()
    {
        var lines = new List<string>();
        var cutter = new LineCutter(lines.Add);

        cutter.Add(System.Text.Encoding.ASCII.GetBytes(new string('x', LineCutter.MaxLine) + "\ny\n"));

        Assert.Equal([new string('x', LineCutter.MaxLine), "y"], lines);
    }

    [Fact]
    public void Add_NoText_BytesAreReplaced()
    {
        var lines = new List<string>();
        var cutter = new LineCutter(lines.Add);

        for (var i = 0; i < 3; i++)
        {
            cutter.Add(Enumerable.Repeat((byte)0x80, LineCutter.MaxLine).ToArray());
        }

        cutter.End();
        Assert.Equal(3 * LineCutter.MaxLine, lines.Sum(static line => line.Length));
    }

    private static void Add(List<string> lines, string line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }

    private static int Count(List<string> lines)
    {
        lock (lines)
        {
            return lines.Count;
        }
    }
}
