using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>What goes on around a watched file: others write beside it, and folders on the way to it become others.</summary>
public sealed class WatchedFolderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neighbour_WrittenAllTheTime_DoesNotKeepAChangeFromBeingTaken()
    {
        using var watched = new Watched("a: 1\n");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var noise = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                File.AppendAllText(watched.Folder.Combine("app.log"), "a line\n");
            }
        });
        watched.Folder.Write("app.yaml", "a: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("a") == 2);
        await end.CancelAsync();
        await noise;
    }

    [Fact]
    public void File_ThatNeverStays_IsTakenAsItIsAfterTwentyWindows()
    {
        var time = new FakeTimeProvider();
        using var watched = new Watched("a: 1\n", time);
        time.Advance(Watched.Interval);
        for (var i = 0; i < 25; i++)
        {
            watched.Folder.Write("app.yaml", $"a: {100 + i}\n");
            time.Advance(Watched.Window);
        }

        Assert.InRange(watched.Config.GetInt32("a"), 118, 121);
        Assert.Equal(1, watched.Changes);
    }

    [Fact]
    public async Task Folder_RenamedAndMadeAgain_IsWatchedAnew()
    {
        using var watched = new Watched("a: 1\n", configure: static o => o.AddLayer("conf/more.yaml"), prepare: static folder => folder.Write("conf/more.yaml", "b: 1\n"));
        Directory.Move(watched.Folder.Combine("conf"), watched.Folder.Combine("old"));
        watched.Folder.Write("conf/more.yaml", "b: 2\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("b") == 2);
        watched.Folder.Write("conf/more.yaml", "b: 3\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("b") == 3);
    }

    [Fact]
    public async Task Link_OnTheWay_IsFollowedWhenItIsSwapped()
    {
        using var watched = new Watched("a: 1\n", configure: static o => o.AddLayer("current/conf/more.yaml"), prepare: static folder =>
        {
            folder.Write("releases/1/conf/more.yaml", "b: 1\n");
            folder.Write("releases/2/conf/more.yaml", "b: 2\n");
            Directory.CreateSymbolicLink(folder.Combine("current"), "releases/1");
        });
        Directory.Delete(watched.Folder.Combine("current"));
        Directory.CreateSymbolicLink(watched.Folder.Combine("current"), "releases/2");
        await watched.UntilAsync(() => watched.Config.GetInt32("b") == 2);
        watched.Folder.Write("releases/2/conf/more.yaml", "b: 3\n");
        await watched.UntilAsync(() => watched.Config.GetInt32("b") == 3);
    }
}
