using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Installing;

namespace Dagstack.Tool.Tests;

/// <summary>What is left where a plugin cannot be written, or not be renamed.</summary>
public sealed class StagingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Root => _folder.Combine("plugins");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replace_NewOneThatCannotBeRenamed_PutsTheOldBack()
    {
        _folder.Write("plugins/chunker.words/server.py", "the old one");
        using (var staging = Staging.Create(Root, null))
        {
            // Nothing was unpacked: so there is nothing to rename.
            Assert.ThrowsAny<IOException>(() => staging.Replace(_folder.Combine("plugins/chunker.words")));
        }

        Assert.Equal("the old one", File.ReadAllText(_folder.Combine("plugins/chunker.words/server.py")));
        Assert.Equal(["plugins"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Unpack_DiskThatIsFull_LeavesNothing()
    {
        using (var archive = PluginArchive.Open(File.OpenRead(TestArchive.Write(_folder.Combine("a/words.zip"))), "words.zip", new()))
        using (var staging = Staging.Create(Root, null))
        {
            var unpacking = new Unpacking(static path => path.EndsWith(".py", StringComparison.Ordinal) ? new FullDisk(path) : File.Create(path));

            await Assert.ThrowsAsync<IOException>(() => unpacking.WriteAsync(archive, staging.New, TestContext.Current.CancellationToken));

            Assert.True(File.Exists(Path.Combine(staging.New, "server.py")));
        }

        Assert.Equal(["a"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    /// <summary>A file that takes a few bytes, and then no more.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span[..4]);
            throw new IOException("No space left on device");
        }
    }
}
