using System.Runtime.Versioning;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Resources;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class PluginTempDirTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestLogs _logs = new();

    public void Dispose()
    {
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Path_NeverAskedFor_MakesNothing()
    {
        await using (Open())
        {
            Assert.Empty(Entries());
        }

        Assert.Empty(Entries());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Path_ManyThreads_IsOneFolderForTheOwnerOnly()
    {
        using var temp = Open();
        var paths = new string[16];
        Parallel.For(0, paths.Length, i => paths[i] = temp.Path);
        var path = Assert.Single(paths.Distinct());
        Assert.Equal([path], Entries());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Path_TwoPlugins_HaveFoldersOfTheirOwn()
    {
        using var one = Open();
        using var two = Open();
        Assert.NotEqual(one.Path, two.Path);
        one.Dispose();
        Assert.True(Directory.Exists(two.Path));
    }

    [Fact]
    public void Path_RootIsAFile_Throws()
    {
        using var temp = new PluginTempDir(_folder.Write("file", "x"), _logs.CreateLogger("t"));
        Assert.Contains("file", Assert.ThrowsAny<IOException>(() => temp.Path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construct_RelativeRoot_Throws() =>
        Assert.Contains("'tmp', is relative", Assert.Throws<ArgumentException>("root", () => new PluginTempDir("tmp", _logs.CreateLogger("t"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task CreateFile_Suffixes_MakeNewFilesWithCountedNames()
    {
        await using var temp = Open();
        await File.WriteAllTextAsync(Path.Combine(temp.Path, "file-2.csv"), "the plugin's own");
        await using var first = temp.CreateFile();
        await using var second = temp.CreateFile(".csv");
        Assert.Equal([Path.Combine(temp.Path, "file-1"), Path.Combine(temp.Path, "file-3.csv")], [first.Name, second.Name]);
        await second.WriteAsync("text"u8.ToArray());
        await second.FlushAsync();
        second.Position = 0;
        Assert.Equal('t', second.ReadByte());
        Assert.Equal("text", await File.ReadAllTextAsync(second.Name));
    }

    [Fact]
    public void CreateFile_ManyThreads_MakesDistinctFiles()
    {
        using var temp = Open();
        Parallel.For(0, 50, _ => temp.CreateFile(".x").Dispose());
        Assert.Equal(50, Directory.GetFiles(temp.Path).Length);
    }

    [Fact]
    public void CreateSubfolder_Names_AreMadeOnceAndCountedOtherwise()
    {
        using var temp = Open();
        var pages = temp.CreateSubfolder("pages");
        Assert.Equal(Path.Combine(temp.Path, "pages"), pages);
        Assert.Equal(pages, temp.CreateSubfolder("pages"));
        temp.CreateSubfolder("folder-1");
        Assert.Equal([Path.Combine(temp.Path, "folder-2"), Path.Combine(temp.Path, "folder-3")], [temp.CreateSubfolder(), temp.CreateSubfolder()]);
        Assert.All(Directory.GetFileSystemEntries(temp.Path), static path => Assert.True(Directory.Exists(path)));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(".", "it is a step")]
    [InlineData("..", "it is a step")]
    [InlineData("../x", "it contains '/' at position 2")]
    [InlineData("/etc", "it contains '/' at position 0")]
    [InlineData("a/b", "it contains '/' at position 1")]
    [InlineData("a\\b", "it contains a backslash at position 1")]
    [InlineData("C:x", "it contains ':' at position 1")]
    [InlineData("a\0", "it contains the control character U+0000")]
    [InlineData("a.", "it ends with a dot or a space")]
    [InlineData("a ", "it ends with a dot or a space")]
    public void CreateSubfolder_NoSingleName_IsRefused(string name, string message)
    {
        using var temp = Open();
        Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(name), () => temp.CreateSubfolder(name)).Message, StringComparison.Ordinal);
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("/../x", "it contains '/' at position 0")]
    [InlineData("\\x", "it contains a backslash at position 0")]
    [InlineData("..", "it ends with a dot")]
    [InlineData(":stream", "it contains ':' at position 0")]
    [InlineData("\n", "it contains the control character U+000A")]
    public void CreateFile_NoSuffix_IsRefused(string suffix, string message)
    {
        using var temp = Open();
        Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(suffix), () => temp.CreateFile(suffix)).Message, StringComparison.Ordinal);
        Assert.Empty(Entries());
    }

    [Fact]
    public void Names_TooLong_AreRefused()
    {
        using var temp = Open();
        temp.CreateSubfolder(new string('x', 100));
        Assert.Contains("101 characters", Assert.Throws<ArgumentException>("name", () => temp.CreateSubfolder(new string('x', 101))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("suffix", () => temp.CreateFile(new string('x', 101)));
        Assert.Throws<ArgumentNullException>("suffix", () => temp.CreateFile(null!));
    }

    [Fact]
    public void CreateSubfolder_LinkOfThatName_IsNotFollowed()
    {
        using var temp = Open();
        Directory.CreateSymbolicLink(Path.Combine(temp.Path, "out"), _folder.Path);
        Assert.Contains("is a link to", Assert.Throws<IOException>(() => temp.CreateSubfolder("out")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_FilesFoldersAndLinks_RemovesThemAndNothingOutside(bool async)
    {
        var outside = _folder.Write("outside/precious", "p");
        var temp = Open();
        var path = temp.Path;
        await using (var open = temp.CreateFile(".open"))
        {
            await open.WriteAsync("x"u8.ToArray());
            var readOnly = Path.Combine(temp.CreateSubfolder("deep"), "read-only");
            await File.WriteAllTextAsync(readOnly, "x");
            new FileInfo(readOnly).IsReadOnly = true;
            await File.WriteAllTextAsync(Path.Combine(path, ".hidden"), "x");
            Directory.CreateSymbolicLink(Path.Combine(path, "deep", "folder-link"), Path.GetDirectoryName(outside)!);
            File.CreateSymbolicLink(Path.Combine(path, "file-link"), outside);
            File.CreateSymbolicLink(Path.Combine(path, "dangling"), Path.Combine(path, "absent"));
            Directory.CreateSymbolicLink(Path.Combine(path, "circle"), path);
        }

        await EndAsync(temp, async);
        Assert.False(Directory.Exists(path));
        Assert.Equal("p", await File.ReadAllTextAsync(outside));
        Assert.Empty(_logs.Lines);
        await EndAsync(temp, async);
        await EndAsync(temp, !async);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Dispose_FolderWithoutRights_IsRemoved()
    {
        var temp = Open();
        var closed = temp.CreateSubfolder("closed");
        File.WriteAllText(Path.Combine(closed, "file"), "x");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        temp.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(closed)));
        Assert.Empty(_logs.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_WhatCannotBeRemoved_IsLoggedAndTheRestRemoved(bool async)
    {
        var temp = new PluginTempDir(_folder.Path, _logs.CreateLogger("t"), static entry =>
        {
            if (entry.Name == "stuck")
            {
                throw new UnauthorizedAccessException("Somebody holds it.");
            }

            FolderRemover.Delete(entry);
        });
        var path = temp.Path;
        var sub = temp.CreateSubfolder("sub");
        await File.WriteAllTextAsync(Path.Combine(sub, "stuck"), "x");
        await File.WriteAllTextAsync(Path.Combine(sub, "other"), "x");
        temp.CreateSubfolder("more");
        await EndAsync(temp, async);
        Assert.Equal([$"Warning t[32] '{Path.Combine(sub, "stuck")}' in a plugin's temporary folder could not be removed and stays until someone deletes it: Somebody holds it."], _logs.Lines);
        Assert.Equal([sub, Path.Combine(sub, "stuck")], Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Dispose_FolderAlreadyGone_IsFine()
    {
        var temp = Open();
        Directory.Delete(temp.Path);
        temp.Dispose();
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public void Members_AfterDispose_Throw()
    {
        var temp = Open();
        _ = temp.Path;
        temp.Dispose();
        Assert.Throws<ObjectDisposedException>(() => temp.Path);
        Assert.Throws<ObjectDisposedException>(() => temp.CreateFile());
        Assert.Throws<ObjectDisposedException>(() => temp.CreateSubfolder());
        Assert.Throws<ObjectDisposedException>(() => temp.CreateSubfolder("a"));
        Assert.Empty(Entries());
    }

    private static async Task EndAsync(PluginTempDir temp, bool async)
    {
        if (async)
        {
            await temp.DisposeAsync();
        }
        else
        {
            temp.Dispose();
        }
    }

    private PluginTempDir Open() => new(_folder.Path, _logs.CreateLogger("t"));

    private string[] Entries() => Directory.GetFileSystemEntries(_folder.Path);
}
