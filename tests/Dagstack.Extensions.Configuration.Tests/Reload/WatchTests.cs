using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>Notifications of the file system, in real time.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task File_WrittenInPlace_IsTaken()
    {
        using var watched = new Watched("a: 1\n");
        watched.Folder.Write("app.yaml", "a: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
    }

    [Fact]
    public async Task File_RenamedOver_IsTaken()
    {
        using var watched = new Watched("a: 1\n");
        for (var i = 2; i < 5; i++)
        {
            File.Move(watched.Folder.Write(".app.yaml.tmp", $"a: {i}\n"), watched.Folder.Combine("app.yaml"), overwrite: true);
            await watched.UntilAsync(() => watched.Config.GetInt32("a") == i);
        }

        Assert.Equal(3, watched.Changes);
    }

    [Fact]
    public async Task File_DeletedAndMadeAgain_IsTaken()
    {
        using var watched = new Watched("a: 1\n");
        File.Delete(watched.Folder.Combine("app.yaml"));
        await watched.UntilAsync(() => watched.Rejections.Count == 1);
        watched.Folder.Write("app.yaml", "a: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
    }

    [Fact]
    public async Task Link_ToAFolderThatIsSwapped_IsTaken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It swaps links as Linux does.");

        // As a mounted configuration map: app.yaml -> ..data/app.yaml, and ..data -> a folder of one version.
        using var watched = new Watched("a: 1\n", prepare: static folder =>
        {
            folder.Write("..v1/app.yaml", "a: 1\n");
            folder.Write("..v2/app.yaml", "a: 2\n");
            Directory.CreateSymbolicLink(folder.Combine("..data"), "..v1");
            File.Delete(folder.Combine("app.yaml"));
            File.CreateSymbolicLink(folder.Combine("app.yaml"), "..data/app.yaml");
        });
        Directory.CreateSymbolicLink(watched.Folder.Combine("..next"), "..v2");

        // Only rename(2) replaces a link to a folder in one step.
        Assert.Equal(0, (await Tool.RunProgramAsync("mv", watched.Folder.Path, "-T", "..next", "..data")).ExitCode);
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
    }

    [Fact]
    public async Task Link_WhoseTargetIsWritten_IsTaken()
    {
        using var elsewhere = new TempFolder();
        using var watched = new Watched("a: 1\n", prepare: folder =>
        {
            elsewhere.Write("real.yaml", "a: 1\n");
            File.Delete(folder.Combine("app.yaml"));
            File.CreateSymbolicLink(folder.Combine("app.yaml"), elsewhere.Combine("real.yaml"));
        });
        elsewhere.Write("real.yaml", "a: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
    }

    [Fact]
    public async Task Folder_ThatIsNotThereYet_IsPolledWithAWarningAndThenWatched()
    {
        using var watched = new Watched("a: 1\n", configure: static o => o.AddLayer("later/more.yaml", optional: true));
        Assert.StartsWith("Warning WatchFailed", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        watched.Folder.Write("later/more.yaml", "a: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
        watched.Folder.Write("later/more.yaml", "a: 3\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 3);
    }
}
