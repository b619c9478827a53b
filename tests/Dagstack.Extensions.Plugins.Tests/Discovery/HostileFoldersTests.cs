using System.Runtime.InteropServices;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Folders that nobody would make on purpose, or only on purpose.</summary>
public sealed class HostileFoldersTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Scan_TenThousandFolders_FindsAllInOrder()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Directory.CreateDirectory(_temp.Combine($"{i % 100:D2}/p{i:D5}"));
        }

        Plugin("00/p00000");
        Plugin("50/p05050");
        Plugin("99/p09999");

        Assert.Equal(["00/p00000", "50/p05050", "99/p09999"], Scan());
    }

    [Fact]
    public void Scan_TenThousandLinks_Ends()
    {
        Plugin("bin/a/p");
        Directory.CreateDirectory(_temp.Combine("links"));
        for (var i = 0; i < 10_000; i++)
        {
            Link($"links/l{i:D5}", i % 2 == 0 ? _temp.Path : _temp.Combine("bin/a"));
        }

        Assert.Equal(["links/l00001/p"], Scan());
    }

    [Fact]
    public void Scan_LinksThatDoubleAtEachLevel_EndsAndEachFolderIsMetOnce()
    {
        for (var i = 0; i < 40; i++)
        {
            Directory.CreateDirectory(_temp.Combine($"d{i:D2}"));
            Link($"d{i:D2}/a", _temp.Combine($"d{i + 1:D2}"));
            Link($"d{i:D2}/b", _temp.Combine($"d{i + 1:D2}"));
        }

        Plugin("d40");
        var reader = new CountingReader();

        Assert.Equal(["d40"], PluginFolderScanner.Scan(_temp.Path, reader: reader).Manifests.Select(static manifest => manifest.RelativeFolder));
        Assert.Equal(42, reader.Count);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\u001B[2Jb")]
    [InlineData("a'\"$`;b")]
    [InlineData("\u00E9\u0301\U0001F44D")]
    [InlineData("\u202Etxt")]
    [InlineData("...")]
    [InlineData("-rf")]
    [InlineData("~")]
    [InlineData("%41*?[x]{y}")]
    public void Scan_OddName_IsFoundAndItsMessageIsPrintable(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let such names be.");
        Plugin($"{name}/p", "[plugin]");
        Link($"{name}/outside", AppContext.BaseDirectory);

        var result = PluginFolderScanner.Scan(_temp.Path, ["other/*"]);

        var found = Assert.Single(result.Manifests);
        Assert.Equal((_temp.Combine($"{name}/p/dagstack.toml"), $"{name}/p"), (found.ManifestFile, found.RelativeFolder));
        Assert.All(found.Load(ManifestLoadOptions.Default).Problems, static problem => Assert.DoesNotMatch(ManifestSamples.Unprintable, problem.ToString()));
        Assert.All(result.Findings, static finding => Assert.DoesNotMatch(ManifestSamples.Unprintable, finding.Message));
        Assert.Single(result.Findings);
    }

    [Fact]
    public void Scan_BackslashInAName_IsPartOfTheName()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A separator there.");
        Plugin("a\\b");
        Plugin("a/b");

        Assert.Equal(["a/b", "a\\b"], Scan());
    }

    [Fact]
    public void Scan_NameThatIsNotUnicode_IsAFindingAndTheRestGoesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has names of any bytes.");
        Plugin("good");
        byte[] name = [.. System.Text.Encoding.UTF8.GetBytes(_temp.Path), (byte)'/', 0xFF, 0xFE, 0];
        Assert.Equal(0, MakeFolder(name, 0x1FF));
        try
        {
            var result = PluginFolderScanner.Scan(_temp.Path);

            Assert.Equal(["good"], result.Manifests.Select(static manifest => manifest.RelativeFolder));
            Assert.Equal(ScanFindingKind.Unreadable, Assert.Single(result.Findings).Kind);
        }
        finally
        {
            Assert.Equal(0, RemoveFolder(name));
        }
    }

    [Fact]
    public void Scan_PathsBeyond260_AreRead()
    {
        var folder = string.Join('/', Enumerable.Repeat(new string('x', 100), 10));
        Plugin(folder);

        var found = Assert.Single(PluginFolderScanner.Scan(_temp.Path).Manifests);

        Assert.Equal(folder, found.RelativeFolder);
        Assert.True(found.Load(ManifestLoadOptions.Default).IsValid);
    }

    [Fact]
    public void Scan_PathsBeyondTheSystemsLimit_AreFindingsAndTheRestGoesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of 4096 is that of Linux.");
        Plugin("good");

        // Two halves that are not too long, one put below the other.
        var half = string.Join('/', Enumerable.Repeat(new string('x', 100), 25));
        Directory.CreateDirectory(_temp.Combine("a/" + half));
        Plugin("b/" + half);
        Directory.Move(_temp.Combine("b"), _temp.Combine($"a/{half}/b"));
        try
        {
            var result = PluginFolderScanner.Scan(_temp.Path);

            Assert.Equal(["good"], result.Manifests.Select(static manifest => manifest.RelativeFolder));
            Assert.Equal(ScanFindingKind.Unreadable, Assert.Single(result.Findings).Kind);
        }
        finally
        {
            Directory.Move(_temp.Combine($"a/{half}/b"), _temp.Combine("b"));
        }
    }

    [Fact]
    public void Scan_FolderThatVanishes_IsAFindingAndTheRestGoesOn()
    {
        Plugin("a");
        Plugin("gone/deep/p");
        Plugin("z");

        var result = PluginFolderScanner.Scan(_temp.Path, reader: new VanishingReader(_temp.Combine("gone")));

        Assert.Equal(["a", "z"], result.Manifests.Select(static manifest => manifest.RelativeFolder));
        Assert.Equal(_temp.Combine("gone"), Assert.Single(result.Findings).Path);
    }

    [Fact]
    public void Load_ManifestThatHasVanishedSinceTheScan_IsAProblem()
    {
        Plugin("a");
        var found = Assert.Single(PluginFolderScanner.Scan(_temp.Path).Manifests);
        Directory.Delete(_temp.Combine("a"), recursive: true);

        var problem = Assert.Single(found.Load(ManifestLoadOptions.Default).Problems);

        Assert.Equal(found.ManifestFile, problem.File);
        Assert.Contains("cannot be read", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_DanglingManifest_IsAFaultUnlessTheOtherIsSound()
    {
        File.CreateSymbolicLink(Folder("a/dagstack.toml"), _temp.Combine("nowhere"));
        File.CreateSymbolicLink(Folder("b/dagstack.toml"), _temp.Combine("nowhere"));
        _temp.Write("b/dagstack.json", "{}");
        File.CreateSymbolicLink(Folder("c/dagstack.json"), "dagstack.json");
        Plugin("d/real");
        File.CreateSymbolicLink(Folder("d/linked/dagstack.toml"), "../real/dagstack.toml");
        Directory.CreateDirectory(_temp.Combine("e/dagstack.toml"));
        File.CreateSymbolicLink(_temp.Combine("e/dagstack.json"), _temp.Combine("nowhere"));

        Assert.Equal(
            [("a/dagstack.toml", ManifestFaults.BrokenLink), ("b/dagstack.json", null), ("c/dagstack.json", ManifestFaults.BrokenLink), ("d/linked/dagstack.toml", null), ("d/real/dagstack.toml", null), ("e/dagstack.toml", ManifestFaults.IsFolder)],
            PluginFolderScanner.Scan(_temp.Path).Manifests.OrderBy(static manifest => manifest.ManifestFile, StringComparer.Ordinal).Select(manifest => (Path.GetRelativePath(_temp.Path, manifest.ManifestFile), manifest.Fault)));
    }

    [Fact]
    public void Load_FolderWithAFault_SaysWhichOne()
    {
        Directory.CreateDirectory(_temp.Combine("a/dagstack.json"));
        File.CreateSymbolicLink(Folder("b/dagstack.toml"), "nowhere");

        Assert.StartsWith(_temp.Combine("a/dagstack.json") + ": there is a folder", Assert.Single(PluginManifestLoader.Load(_temp.Combine("a")).Problems).ToString(), StringComparison.Ordinal);
        Assert.StartsWith(_temp.Combine("b/dagstack.toml") + ": the manifest is a link that leads nowhere", Assert.Single(PluginManifestLoader.Load(_temp.Combine("b")).Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dagstack.toml", "a table [plugin]")]
    [InlineData("dagstack.json", "an object \"plugin\"")]
    public void Load_Pipe_IsRefusedWithoutBeingOpened(string name, string advice)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are no files there.");
        Assert.Equal(0, MakePipe(System.Text.Encoding.UTF8.GetBytes(Folder($"real/{name}") + '\0'), 0x1B6));
        File.CreateSymbolicLink(Folder($"linked/{name}"), $"../real/{name}");

        // An open pipe would wait for a writer for ever.
        foreach (var found in PluginFolderScanner.Scan(_temp.Path).Manifests)
        {
            var problem = Assert.Single(found.Load(ManifestLoadOptions.Default).Problems);
            Assert.Contains("not a regular file but a pipe or a device", problem.Message, StringComparison.Ordinal);
            Assert.Contains(advice, problem.Message, StringComparison.Ordinal);
        }

        Assert.Contains("pipe or a device", Assert.Single(PluginManifestLoader.Load("/dev/zero").Problems).Message, StringComparison.Ordinal);
    }

    private void Plugin(string folder, string text = ManifestSamples.Guide) => _temp.Write($"{folder}/dagstack.toml", text);

    private string Folder(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.Combine(file))!);
        return _temp.Combine(file);
    }

    private void Link(string link, string target) => Directory.CreateSymbolicLink(_temp.Combine(link), target);

    private IEnumerable<string> Scan() => PluginFolderScanner.Scan(_temp.Path).Manifests.Select(static manifest => manifest.RelativeFolder);

    [DllImport("libc", EntryPoint = "mkdir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFolder(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "rmdir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RemoveFolder(byte[] path);

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(byte[] path, uint mode);

    private sealed class CountingReader : FolderReader
    {
        public int Count { get; private set; }

        public override List<FolderEntry> Read(string folder)
        {
            Count++;
            return base.Read(folder);
        }
    }

    private sealed class VanishingReader(string folder) : FolderReader
    {
        public override List<FolderEntry> Read(string path)
        {
            if (path == folder)
            {
                Directory.Delete(folder, recursive: true);
            }

            return base.Read(path);
        }
    }
}
