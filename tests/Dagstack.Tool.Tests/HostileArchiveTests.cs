using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Programs = Dagstack.Extensions.Plugins.Tests.Tool;

namespace Dagstack.Tool.Tests;

/// <summary>Archives that nobody should unpack: each is refused with the reason, and nothing is written.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Archive => _folder.Combine("a.zip");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chunker.words/../../evil.py", "has '..', which leads elsewhere")]
    [InlineData("../evil.py", "has '..', which leads elsewhere")]
    [InlineData("chunker.words/./evil.py", "has '.', which leads elsewhere")]
    [InlineData("/etc/evil", "is an absolute path")]
    [InlineData("C:/evil.py", "is an absolute path")]
    [InlineData("c:evil.py", "is an absolute path")]
    [InlineData(@"\\server\share\evil.py", "is an absolute path")]
    [InlineData(@"chunker.words\..\..\evil.py", "has a backslash")]
    [InlineData("chunker.words//evil.py", "has an empty name between two slashes")]
    [InlineData("chunker.words/server.py:stream", "has one of < > : \" | ? *")]
    [InlineData("chunker.words/con", "is the name of a device on Windows")]
    [InlineData("chunker.words/aux.tar.gz", "is the name of a device on Windows")]
    [InlineData("chunker.words/COM1 .txt", "is the name of a device on Windows")]
    [InlineData("chunker.words/lpt\u00b2", "is the name of a device on Windows")]
    [InlineData("chunker.words/evil.py.", "ends with a dot or a space")]
    [InlineData("chunker.words/evil /a.py", "ends with a dot or a space")]
    [InlineData("chunker.words/ev\nil.py", "has a control character")]
    [InlineData("chunker.words/ev\u0000il.py", "has a control character")]
    [InlineData("chunker.words/\u202egpj.py", "has a control character")]
    [InlineData("chunker.words/Server.py", "and 'chunker.words/server.py' differ in capitals only")]
    [InlineData("chunker.WORDS/other.py", "and 'chunker.words' differ in capitals only")]
    [InlineData("chunker.words/server.py", "is there twice")]
    [InlineData("chunker.words/server.py/other.py", "is a file and a folder")]
    [InlineData("chunker.words/server.py/", "is a file and a folder")]
    public Task Add_NameThatNoArchiveMayHave_IsRefused(string name, string expected)
    {
        TestArchive.Write(Archive, (name, string.Empty));

        return AssertRefusedAsync(expected);
    }

    [Theory]
    [InlineData("caf\u00e9.py", "cafe\u0301.py")]
    [InlineData("\uac00.py", "\u1100\u1161.py")]
    [InlineData("K.py", "\u212a.py")]
    [InlineData("\u00c5.py", "\u212b.py")]
    public async Task Add_OneNameInTwoSpellings_IsRefused(string first, string second)
    {
        TestArchive.Write(Archive, ($"chunker.words/{first}", "1"), ($"chunker.words/{second}", "2"));
        await AssertRefusedAsync("differ in how letters are written only");

        TestArchive.Write(Archive, ($"chunker.words/{second}", "2"), ($"chunker.words/{first}", "1"));
        await AssertRefusedAsync("differ in how letters are written only");
    }

    [Fact]
    public async Task Add_NamesOfOtherScripts_AreFiles()
    {
        TestArchive.Write(Archive, ("chunker.words/\u00fcber.py", "1"), ("chunker.words/\u00f6ber.py", "2"), ("chunker.words/\u0928\u093f.py", "3"), ("chunker.words/\u092a\u0941.py", "3"), ("chunker.words/\u5b57.py", "4"), ("chunker.words/\u6587.py", "5"));

        var ran = await Ran.Async("add", Archive, "--to", _folder.Combine("plugins"));

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Equal("45", await File.ReadAllTextAsync(_folder.Combine("plugins/chunker.words/\u5b57.py"), TestContext.Current.CancellationToken) + await File.ReadAllTextAsync(_folder.Combine("plugins/chunker.words/\u6587.py"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(TestArchive.Link, "is a link")]
    [InlineData(0x400, "is a link")]
    [InlineData(TestArchive.Pipe, "is a device or a pipe")]
    public Task Add_EntryThatIsNoFile_IsRefused(int attributes, string expected)
    {
        TestArchive.Write(Archive);
        TestArchive.Add(Archive, "chunker.words/lib", "/etc/passwd"u8.ToArray(), attributes);

        return AssertRefusedAsync(expected);
    }

    [Fact]
    public async Task Add_Bomb_IsRefusedBeforeItIsUnpacked()
    {
        TestArchive.Write(Archive);
        TestArchive.Add(Archive, "chunker.words/zeros", new byte[32 << 20], 0);

        await AssertRefusedAsync("its files would be more than 200 times larger than it is");
        await AssertRefusedAsync("its files would have 33", "--limit", "unpacked=16MiB");
    }

    /// <summary>Several entries with the bytes of one: so a small archive is a large one.</summary>
    [Fact]
    public async Task Add_EntriesThatShareBytes_AreRefused()
    {
        TestArchive.Write(Archive);
        TestArchive.Add(Archive, "chunker.words/a", RandomNumberGenerator.GetBytes(5000), 0, CompressionLevel.NoCompression);
        var bytes = await File.ReadAllBytesAsync(Archive, TestContext.Current.CancellationToken);
        var end = bytes.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var header = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        byte[] twice = [.. bytes[header..end]];
        twice[46 + "chunker.words/".Length] = (byte)'b';
        byte[] tail = [.. bytes[end..]];
        tail[8] = ++tail[10];
        BitConverter.TryWriteBytes(tail.AsSpan(12), BitConverter.ToInt32(tail, 12) + twice.Length);
        await File.WriteAllBytesAsync(Archive, [.. bytes[..end], .. twice, .. tail], TestContext.Current.CancellationToken);

        await AssertRefusedAsync("its entries share bytes");
    }

    [Fact]
    public async Task Add_HundredThousandEntries_AreRefusedWhateverTheArchiveSays()
    {
        TestArchive.WriteAll(Archive, [("dagstack.toml", PackTests.Python), .. Enumerable.Range(0, 100_000).Select(static i => ($"{i}", string.Empty))]);
        await AssertRefusedAsync("it has more than 20000 entries");

        var bytes = await File.ReadAllBytesAsync(Archive, TestContext.Current.CancellationToken);
        var end = bytes.AsSpan().LastIndexOf("PK\x05\x06"u8);
        bytes[end + 8] = bytes[end + 10] = 1;
        bytes[end + 9] = bytes[end + 11] = 0;
        await File.WriteAllBytesAsync(Archive, bytes, TestContext.Current.CancellationToken);
        await AssertRefusedAsync("it has more than 20000 entries");
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public async Task Add_ChangedByte_IsRefused(CompressionLevel level)
    {
        var text = "print('this is the one that was packed')\n"u8.ToArray();
        TestArchive.Write(Archive);
        TestArchive.Add(Archive, "chunker.words/main.py", text, 0, level);
        var bytes = await File.ReadAllBytesAsync(Archive, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("chunker.words/main.py"u8) + "chunker.words/main.py".Length + 10;
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes, TestContext.Current.CancellationToken);

        await AssertRefusedAsync("'main.py'");
    }

    [Fact]
    public async Task Add_OtherSha256_IsRefused()
    {
        TestArchive.Write(Archive);

        await AssertRefusedAsync($"its SHA-256 is {Hash.Of(Archive)}, and --sha256 says {new string('0', 64)}", "--sha256", new string('0', 64));
        var same = await Ran.Async("add", Archive, "--to", _folder.Combine("plugins"), "--sha256", Hash.Of(Archive).ToUpperInvariant());
        Assert.Equal((ExitCodes.Fine, string.Empty), (same.Code, same.Error));
    }

    /// <summary>However much of it came, it is no archive.</summary>
    [Fact]
    public async Task Add_PartOfAnArchive_IsRefused()
    {
        var whole = await File.ReadAllBytesAsync(TestArchive.Write(Archive), TestContext.Current.CancellationToken);
        foreach (var length in Enumerable.Range(0, 20).Select(i => whole.Length * i / 20).Append(whole.Length - 1))
        {
            await File.WriteAllBytesAsync(Archive, whole[..length], TestContext.Current.CancellationToken);
            await AssertRefusedAsync("it is no zip and no package, or only a part of one");
        }
    }

    /// <summary>Wherever a byte is another one, it is taken or refused, and nothing between.</summary>
    [Fact]
    public async Task Add_ByteThatIsAnotherAnywhere_IsTakenOrRefused()
    {
        var whole = await File.ReadAllBytesAsync(TestArchive.Write(Archive), TestContext.Current.CancellationToken);
        for (var at = 0; at < whole.Length; at += 5)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x41;
            await File.WriteAllBytesAsync(Archive, changed, TestContext.Current.CancellationToken);
            var ran = await Ran.Async("add", Archive, "--to", _folder.Combine("plugins"));
            Assert.True(ran.Code is ExitCodes.Fine or ExitCodes.Found, $"{at}: {ran.Error}");
            Assert.Equal(ran.Code == ExitCodes.Fine, Directory.Exists(_folder.Combine("plugins")));
            if (ran.Code == ExitCodes.Fine)
            {
                Directory.Delete(_folder.Combine("plugins"), recursive: true);
            }

            AssertNothingElse();
        }
    }

    [Theory]
    [InlineData("packed=1KiB", "and 1024 are allowed")]
    [InlineData("files=2", "it has more than 2 entries")]
    [InlineData("depth=2", "is more than 2 folders deep")]
    [InlineData("name=25", "has more than 25 bytes")]
    public Task Add_LargerThanALimit_IsRefused(string limit, string expected)
    {
        TestArchive.Write(Archive, ("chunker.words/lib/more/deep.py", "1"));
        TestArchive.Add(Archive, "chunker.words/random", RandomNumberGenerator.GetBytes(1024), 0);

        return AssertRefusedAsync(expected, "--limit", limit);
    }

    /// <summary>Where the system has a file system of a few pages.</summary>
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Add_FullDisk_LeavesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can make a small file system.");
        var disk = Directory.CreateDirectory(_folder.Combine("disk")).FullName;
        var mount = await Programs.RunProgramAsync("mount", disk, "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
        Assert.SkipWhen(mount.ExitCode != 0, $"No small file system: {mount.Error}");
        try
        {
            TestArchive.Write(Archive);
            TestArchive.Add(Archive, "chunker.words/large", RandomNumberGenerator.GetBytes(1 << 20), 0);
            Directory.CreateDirectory(Path.Combine(disk, "plugins"));

            var ran = await Ran.Async("add", Archive, "--to", Path.Combine(disk, "plugins"));

            Assert.Equal((ExitCodes.Failed, string.Empty), (ran.Code, ran.Output));
            Assert.Contains("No space left on device", ran.Error, StringComparison.Ordinal);
            Assert.Equal([Path.Combine(disk, "plugins")], Directory.GetFileSystemEntries(disk, "*", SearchOption.AllDirectories));
        }
        finally
        {
            await Programs.RunProgramAsync("umount", Path.GetTempPath(), disk);
        }
    }

    private async Task AssertRefusedAsync(string expected, params string[] options)
    {
        var ran = await Ran.Async(["add", Archive, "--to", _folder.Combine("plugins"), .. options]);

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.Code, ran.Output));
        Assert.StartsWith($"'{Archive}' is refused: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("plugins")));
        AssertNothingElse();
    }

    private void AssertNothingElse() => Assert.Equal(["a.zip"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Where(static name => name != "plugins"));
}
