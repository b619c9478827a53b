using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class FileBlobStoreTests : BlobStoreTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public FileBlobStoreTests() => Store = Open();

    private protected override BlobStore Store { get; }

    private string Root => _folder.Combine("blobs");

    private string Unfinished => Path.Combine(Root, "#unfinished");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_FolderThatDoesNotExist_IsEmptyAndNotMade()
    {
        Assert.Null(await Store.GetAsync("key"));
        Assert.Empty(await ListAsync(""));
        Assert.Empty(await ListAsync("a/"));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task Get_AnotherStoreOfTheFolder_FindsTheBlobs()
    {
        await Store.PutAsync("jobs/Über.json", "{}"u8.ToArray());
        Assert.Equal("{}"u8.ToArray(), await Open().GetAsync("jobs/Über.json"));
        Assert.Equal(["jobs/Über.json"], await Open().ListAsync().ToListAsync());
        Assert.True(File.Exists(Path.Combine(Root, "jobs+", "%c3%9cber.json")));
    }

    [Fact]
    public async Task Put_AfterWritersWereKilled_RemovesTheirUnfinishedFiles()
    {
        _folder.Write("blobs/#unfinished/1", "torn");
        var outside = _folder.Write("outside", "not ours");
        File.CreateSymbolicLink(Path.Combine(Unfinished, "link"), outside);
        Assert.Empty(await ListAsync(""));
        await Store.PutAsync("key", "x"u8.ToArray());
        Assert.Empty(Directory.GetFileSystemEntries(Unfinished));
        Assert.Equal("not ours", await File.ReadAllTextAsync(outside));
        Assert.Equal(["key"], await ListAsync(""));
    }

    [Fact]
    public async Task Put_WhileAnotherStoreCleans_KeepsItsUnfinishedFile()
    {
        var reached = new TaskCompletionSource();
        var more = new TaskCompletionSource<byte[]>();
        var pieces = 0;
        using var slow = new FeedStream(_ =>
        {
            switch (pieces++)
            {
                case 0:
                    return Task.FromResult("whole "u8.ToArray());
                case 1:
                    reached.SetResult();
                    return more.Task;
                default:
                    return Task.FromResult(Array.Empty<byte>());
            }
        });
        var put = Store.PutAsync("slow", slow);
        await reached.Task.WaitAsync(Limits.Patience);
        Assert.Single(Directory.GetFiles(Unfinished));

        using var logs = new TestLogs();
        await new FileBlobStore(Root, logs.CreateLogger("store")).PutAsync("quick", "x"u8.ToArray());
        Assert.Single(Directory.GetFiles(Unfinished));
        Assert.StartsWith($"Debug store[33] The unfinished file '{Unfinished}", Assert.Single(logs.Lines), StringComparison.Ordinal);
        Assert.Equal(["quick"], await ListAsync(""));

        more.SetResult("blob"u8.ToArray());
        await put.WaitAsync(Limits.Patience);
        Assert.Equal("whole blob", await TextAsync("slow"));
        Assert.Empty(Directory.GetFiles(Unfinished));
    }

    [Fact]
    public async Task Put_NewStoresThatAllClean_NeverLoseABlob()
    {
        // Each store cleans at its first put, while the others are between making, writing and renaming theirs.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                await Open().PutAsync($"{writer}/{i}", new byte[100]);
            }
        })));
        Assert.Equal(8 * 15, (await ListAsync("")).Count);
        Assert.Empty(Directory.GetFiles(Unfinished));
    }

    [Fact]
    public async Task Put_Fails_LeavesNoUnfinishedFile()
    {
        using var failing = new FeedStream(static _ => throw new IOException("The line is dead."));
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("key", failing));
        Assert.Empty(Directory.GetFiles(Unfinished));

        // The place of the key is taken by a folder, so only the renaming fails.
        Directory.CreateDirectory(Path.Combine(Root, "key"));
        await Assert.ThrowsAnyAsync<Exception>(() => Store.PutAsync("key", "x"u8.ToArray()));
        Assert.Empty(Directory.GetFiles(Unfinished));
        Assert.False(await Store.ExistsAsync("key"));
        await Store.PutAsync("other", "x"u8.ToArray());
    }

    [Fact]
    public async Task Members_RootIsAFile_SaySo()
    {
        _folder.Write("blobs", "a file");
        foreach (var error in new[]
        {
            await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("key", "x"u8.ToArray())),
            await Assert.ThrowsAsync<IOException>(() => Store.GetAsync("key")),
            await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync("key")),
            await Assert.ThrowsAsync<IOException>(() => ListAsync("")),
        })
        {
            Assert.Equal($"The folder of a blob store, '{Root}', is a file. Give a folder, or a path where one can be made.", error.Message);
        }
    }

    [Fact]
    public async Task Members_LinkedFolder_DoNotFollowIt()
    {
        var outside = Directory.CreateDirectory(_folder.Combine("outside")).FullName;
        _folder.Write("outside/secret", "s");
        await Store.PutAsync("key", "x"u8.ToArray());
        var link = Path.Combine(Root, "a+");
        Directory.CreateSymbolicLink(link, outside);

        Assert.Contains($"'{link}' is a link", (await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("a/b", "x"u8.ToArray()))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => Store.GetAsync("a/secret"));
        await Assert.ThrowsAsync<IOException>(() => Store.OpenReadAsync("a/secret"));
        await Assert.ThrowsAsync<IOException>(() => Store.ExistsAsync("a/secret"));
        await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync("a/secret"));
        Assert.Equal(["key"], await ListAsync(""));
        Assert.Empty(await ListAsync("a/"));
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(outside).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Members_LinkedFileAndDanglingLink_DoNotFollowIt()
    {
        var outside = _folder.Write("outside", "s");
        await Store.PutAsync("key", "x"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(Root, "a"), outside);
        File.CreateSymbolicLink(Path.Combine(Root, "b"), _folder.Combine("absent"));
        foreach (var key in new[] { "a", "b" })
        {
            await Assert.ThrowsAsync<IOException>(() => Store.GetAsync(key));
            await Assert.ThrowsAsync<IOException>(() => Store.PutAsync(key, "x"u8.ToArray()));
            await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync(key));
        }

        Assert.Equal(["key"], await ListAsync(""));
        Assert.Equal("s", await File.ReadAllTextAsync(outside));
        Assert.False(File.Exists(_folder.Combine("absent")));
    }

    [Fact]
    public async Task Put_FolderOfUnfinishedFilesIsALink_IsRefused()
    {
        var outside = Directory.CreateDirectory(_folder.Combine("outside")).FullName;
        var precious = _folder.Write("outside/precious", "p");
        Directory.CreateDirectory(Root);
        Directory.CreateSymbolicLink(Unfinished, outside);
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("key", "x"u8.ToArray()));
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task Put_RootIsALink_IsTheHostsChoice()
    {
        var target = Directory.CreateDirectory(_folder.Combine("target")).FullName;
        Directory.CreateSymbolicLink(Root, target);
        await Store.PutAsync("key", "x"u8.ToArray());
        Assert.Equal("x", await TextAsync("key"));
        Assert.True(File.Exists(Path.Combine(target, "key")));
    }

    [Fact]
    public async Task List_FilesOfOthers_AreNotListed()
    {
        await Store.PutAsync("key", "x"u8.ToArray());
        foreach (var name in new[] { "README", "a b", "%6b", "%2e", ".%2e", "%ff", "%zz", "%2", "=a", "a+", "plain/file", "+", "con" })
        {
            _folder.Write("blobs/" + name, "x");
        }

        Assert.Equal(["key"], await ListAsync(""));
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("./blobs")]
    public void Construct_RelativeRoot_IsRefused(string root) =>
        Assert.Contains($"'{root}', is relative", Assert.Throws<ArgumentException>(() => new FileBlobStore(root, NullLogger.Instance)).Message, StringComparison.Ordinal);

    private FileBlobStore Open() => new(Root, NullLogger.Instance);
}
