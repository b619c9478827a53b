using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What is kept of a long complaint: why .NET ends is its first line.</summary>
public sealed class ErrorTailTests
{
    [Theory]
    [InlineData("Stack overflow.")]
    [InlineData("Unhandled exception. System.InvalidOperationException: no")]
    [InlineData("Out of memory.")]
    public void Read_CauseBeforeALongStack_IsKept(string cause)
    {
        var lines = Read(["before", cause, .. Frames(35)]);

        Assert.Equal([cause, .. Frames(35).TakeLast(ErrorTail.MaxLines - 1)], lines);
    }

    [Fact]
    public void Read_ProcessTerminated_IsKeptWithTheLineAfterIt()
    {
        var lines = Read(["Process terminated.", "it does not want to live", .. Frames(35)]);

        Assert.Equal(["Process terminated.", "it does not want to live", .. Frames(35).TakeLast(ErrorTail.MaxLines - 2)], lines);
    }

    [Fact]
    public void Read_CauseThatIsNotLongAgo_IsThereOnceAndInItsPlace() =>
        Assert.Equal(["before", "Stack overflow.", "after"], Read(["before", "Stack overflow.", "after"]));

    [Fact]
    public void Read_CauseAndLongLines_AreNoLongerThanTheLimit()
    {
        var lines = Read(["Process terminated. " + new string('a', 10_000), new string('b', 10_000), .. Enumerable.Repeat(new string('c', 300), 30)]);

        Assert.StartsWith("Process terminated. a", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("bbb", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("ccc", lines[2], StringComparison.Ordinal);
        Assert.InRange(lines.Sum(static line => line.Length), ErrorTail.MaxLength / 2, ErrorTail.MaxLength);
    }

    [Fact]
    public void Read_ManyCauses_AreTheLastOnes() =>
        Assert.Equal(["Out of memory 7", "Out of memory 8", "Out of memory 9", "Out of memory 10"], Read([.. Enumerable.Range(1, 10).Select(static i => $"Out of memory {i}"), .. Frames(35)]).Take(4));

    private static string[] Frames(int count) => [.. Enumerable.Range(1, count).Select(static i => $"   at Frame{i}()")];

    private static IReadOnlyList<string> Read(IEnumerable<string> lines)
    {
        var tail = new ErrorTail();
        foreach (var line in lines)
        {
            tail.Add(line);
        }

        return tail.Read("");
    }
}
