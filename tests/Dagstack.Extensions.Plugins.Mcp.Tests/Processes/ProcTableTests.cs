using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>Whom the table of processes shows, read from folders that look like it.</summary>
public sealed class ProcTableTests
{
    [Theory(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    [InlineData("10 (a) b) S 1 7 7 0", true)]
    [InlineData("10 (a) Z 1 7 7 0", false)]
    [InlineData("10 (a) S 1 8 8 0", false)]
    public void HasRunning_OneProcess_IsOfTheGroupAndRuns(string stat, bool runs)
    {
        using var folder = new TempFolder();
        folder.Write("10/stat", stat);

        Assert.Equal(runs, ProcTable.HasRunning(7, folder.Path));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public void HasRunning_ProcessHasGoneMeanwhile_IsNotCounted()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "10"));

        Assert.False(ProcTable.HasRunning(7, folder.Path));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public void HasRunning_ProcessCannotBeLookedAt_IsTakenForAlive()
    {
        using var folder = new TempFolder();

        // A folder is refused as a file that may not be read is.
        Directory.CreateDirectory(Path.Combine(folder.Path, "10", "stat"));

        Assert.True(ProcTable.HasRunning(7, folder.Path));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public void HasRunning_TableCannotBeRead_IsTakenForAlive()
    {
        using var folder = new TempFolder();

        Assert.True(ProcTable.HasRunning(7, Path.Combine(folder.Path, "none")));
    }
}
