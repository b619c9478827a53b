using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class PluginFolderScannerTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Scan_AnyDepth_FindsPluginsInOrdinalOrder()
    {
        Plugin("b");
        Plugin("a/x/y/z");
        Plugin("a-b");
        Plugin("B");
        _temp.Write("empty/readme.md", string.Empty);

        Assert.Equal(["B", "a-b", "a/x/y/z", "b"], Scan());
    }

    [Fact]
    public void Scan_FolderWithManifest_IsNotSearchedFurther()
    {
        Plugin("a");
        Plugin("a/inner");

        Assert.Equal(["a"], Scan());
    }

    [Theory]
    [InlineData("a/inner", "a/inner", "lies within the plugin in")]
    [InlineData("bin", "bin", "is passed over, as all that are called 'bin'")]
    [InlineData("a/bin", null, null)]
    [InlineData("hidden", null, null)]
    [InlineData("a/hidden", null, null)]
    public void Scan_ManifestWhereItDoesNotGo_IsAFinding(string folder, string? at, string? says)
    {
        Plugin("a");
        Plugin(folder);

        var findings = PluginFolderScanner.Scan(_temp.Path, ["hidden"]).Findings;

        Assert.Equal(at is null ? [] : [(ScanFindingKind.OutOfTheWay, _temp.Combine(at))], findings.Select(static finding => (finding.Kind, finding.Path)));
        Assert.All(findings, finding => Assert.Contains(says!, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Scan_FoldersOfAPlugin_AreLookedIntoSparingly()
    {
        Plugin("a");
        foreach (var name in new[] { "runtimes", "de", "zh-Hans", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9" })
        {
            Plugin($"a/{name}");
        }

        Assert.Equal(Enumerable.Range(1, 8).Select(number => _temp.Combine($"a/x{number}")), PluginFolderScanner.Scan(_temp.Path).Findings.Select(static finding => finding.Path));
    }

    [Fact]
    public void Scan_ThatIsNotTheFirst_DoesNotLookForMisplacedManifests()
    {
        Plugin("a");
        Plugin("a/inner");
        Plugin("bin");

        Assert.Empty(PluginFolderScanner.Scan(_temp.Path, isFirst: false).Findings);
    }

    [Theory]
    [InlineData("[plugin]\n", true)]
    [InlineData("\n  { \"plugin\": {} }", true)]
    [InlineData("# my plugin\n[plugin]\n", true)]
    [InlineData("#!/bin/sh\nexec dotnet dagstack.dll\n", false)]
    [InlineData("\u007fELF", false)]
    [InlineData("", false)]
    public void Scan_BareName_IsAFindingIfItBeginsAsAManifest(string text, bool isFinding)
    {
        _temp.Write("a/dagstack", text);

        Assert.Equal(isFinding ? 1 : 0, PluginFolderScanner.Scan(_temp.Path).Findings.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scan_MisnamedManifestInTheRoot_IsAFindingUnlessThereArePluginsBelow(bool hasPlugins)
    {
        _temp.Write("plugin.toml", string.Empty);
        if (hasPlugins)
        {
            Plugin("a");
        }

        Assert.Equal(hasPlugins ? [] : [_temp.Path], PluginFolderScanner.Scan(_temp.Path).Findings.Select(static finding => finding.Path));
    }

    [Theory]
    [InlineData("plugin.toml", "rename it to dagstack.toml")]
    [InlineData("Dagstack.JSON", "rename it to dagstack.json")]
    [InlineData("dagstack.yml", "Manifests are written in TOML or JSON")]
    [InlineData("dagstack.toml.txt", "rename it to dagstack.toml")]
    public void Scan_ManifestOfAnotherName_IsAFinding(string name, string says)
    {
        _temp.Write($"a/{name}", string.Empty);
        _temp.Write("a/plugin.dll", string.Empty);

        var finding = Assert.Single(PluginFolderScanner.Scan(_temp.Path).Findings);

        Assert.Equal((ScanFindingKind.NoManifest, _temp.Combine("a")), (finding.Kind, finding.Path));
        Assert.Contains($"has {name} and no dagstack.toml", finding.Message, StringComparison.Ordinal);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pyproject.toml")]
    [InlineData("plugin.json")]
    [InlineData("package.json")]
    public void Scan_FileOfSomethingElse_IsNoFinding(string name)
    {
        _temp.Write($"a/{name}", string.Empty);

        Assert.Empty(PluginFolderScanner.Scan(_temp.Path).Findings);
    }

    [Fact]
    public void Scan_RootWithManifest_IsAPluginItself()
    {
        Plugin(string.Empty);
        Plugin("inner");

        var found = Assert.Single(PluginFolderScanner.Scan(_temp.Path).Manifests);
        Assert.Equal((string.Empty, _temp.Path, _temp.Combine("dagstack.toml")), (found.RelativeFolder, found.Folder, found.ManifestFile));
    }

    [Theory]
    [InlineData("a/plugin.dll", "a", "plugin.dll")]
    [InlineData("a/b/Mine.deps.json", "a/b", "Mine.dll")]
    [InlineData("plugin.dll", "", "plugin.dll")]
    [InlineData("Host.deps.json", null, null)]
    [InlineData("a/bin/plugin.dll", null, null)]
    [InlineData("a/other.dll", null, null)]
    public void Scan_AssemblyWithoutAManifest_IsAFinding(string file, string? folder, string? assembly)
    {
        _temp.Write(file, string.Empty);
        Plugin("good");

        var scan = PluginFolderScanner.Scan(_temp.Path);
        Assert.Equal("good", Assert.Single(scan.Manifests).RelativeFolder);
        Assert.Equal(folder is null ? 0 : 1, scan.Findings.Count);
        Assert.All(scan.Findings, finding => Assert.StartsWith($"the folder '{Path.TrimEndingDirectorySeparator(_temp.Combine(folder!))}' has {assembly} and no dagstack.toml", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Scan_TomlAndJson_TakesTomlAndSaysSo()
    {
        Plugin("a");
        _temp.Write("a/dagstack.json", "{}");
        _temp.Write("b/dagstack.json", "{}");

        var found = PluginFolderScanner.Scan(_temp.Path).Manifests;

        Assert.Equal([(_temp.Combine("a/dagstack.toml"), true), (_temp.Combine("b/dagstack.json"), false)], found.Select(manifest => (manifest.ManifestFile, manifest.HasBoth)));
        Assert.Equal(ManifestProblemSeverity.Warning, Assert.Single(found[0].Load(new ManifestLoadOptions()).Problems).Severity);
    }

    [Theory]
    [InlineData("__pycache__")]
    [InlineData("node_modules")]
    [InlineData(".git")]
    [InlineData(".hg")]
    [InlineData(".svn")]
    [InlineData(".venv")]
    [InlineData("venv")]
    [InlineData(".mypy_cache")]
    [InlineData(".pytest_cache")]
    [InlineData(".ruff_cache")]
    [InlineData(".tox")]
    [InlineData("dist")]
    [InlineData("build")]
    [InlineData("bin")]
    [InlineData("obj")]
    [InlineData(".vs")]
    [InlineData(".idea")]
    public void Scan_IgnoredName_IsNotEntered(string name)
    {
        Plugin($"{name}/a");
        Plugin($"deep/{name}/a");
        Plugin($"{name}2");

        Assert.Equal([$"{name}2"], Scan());
    }

    [Theory]
    [InlineData("old", "keep/a")]
    [InlineData("keep/*", "old/a")]
    [InlineData("**/a", "")]
    [InlineData("/old/", "keep/a,keep/old/a")]
    [InlineData("nothing", "keep/a,keep/old/a,old/a")]
    public void Scan_ExtraGlobs_AreMatchedWithRelativeFolders(string glob, string expected)
    {
        Plugin("old/a");
        Plugin("keep/a");
        Plugin("keep/old/a");

        Assert.Equal(expected, string.Join(',', Scan(glob)));
    }

    [Fact]
    public void Scan_ManyLoops_End()
    {
        Plugin("a/p");
        Link("a/up", _temp.Path);
        Link("a/self", _temp.Combine("a"));
        Directory.CreateDirectory(_temp.Combine("b"));
        Link("a/to-b", _temp.Combine("b"));
        Link("b/to-a", _temp.Combine("a"));
        Link("c", _temp.Combine("d"));
        Link("d", _temp.Combine("c"));

        var result = PluginFolderScanner.Scan(_temp.Path);

        Assert.Equal(["a/p"], result.Manifests.Select(manifest => manifest.RelativeFolder));
    }

    [Fact]
    public void Scan_LinkInsideRoot_IsFollowedOnce()
    {
        Plugin("z/plugin");
        Plugin("bin/hidden");
        Link("a-link", _temp.Combine("z"));
        Link("b-link", _temp.Combine("bin/hidden"));
        Link("c-link", _temp.Combine("bin/hidden"));

        Assert.Equal(["b-link", "z/plugin"], Scan());
    }

    [Fact]
    public void Scan_LinkOutsideRoot_IsAFinding()
    {
        using var outside = new TempFolder();
        outside.Write("p/dagstack.toml", ManifestSamples.Guide);
        Link("link", outside.Path);
        Directory.CreateDirectory(_temp.Combine("q"));
        File.CreateSymbolicLink(_temp.Combine("q/dagstack.toml"), outside.Combine("p/dagstack.toml"));

        var result = PluginFolderScanner.Scan(_temp.Path);

        var finding = Assert.Single(result.Findings);
        Assert.Equal((_temp.Combine("link"), ScanFindingKind.LinkOutside), (finding.Path, finding.Kind));
        Assert.Contains(outside.Path, finding.Message, StringComparison.Ordinal);
        var manifest = Assert.Single(result.Manifests);
        Assert.Equal(("q", ManifestFaults.LinkOutside(outside.Combine("p/dagstack.toml"), _temp.Path)), (manifest.RelativeFolder, manifest.Fault));
    }

    [Fact]
    public void Scan_LinkToSiblingWithTheSamePrefix_IsOutside()
    {
        Plugin("root2/p");
        Directory.CreateDirectory(_temp.Combine("root"));
        Link("root/link", _temp.Combine("root2"));

        var result = PluginFolderScanner.Scan(_temp.Combine("root"));

        Assert.Empty(result.Manifests);
        Assert.Equal(ScanFindingKind.LinkOutside, Assert.Single(result.Findings).Kind);
    }

    [Fact]
    public void Scan_RootThatIsALink_KeepsItsPath()
    {
        Plugin("real/a");
        Link("root", _temp.Combine("real"));

        var found = Assert.Single(PluginFolderScanner.Scan(_temp.Combine("root")).Manifests);

        Assert.Equal(_temp.Combine("root/a"), found.Folder);
    }

    [Fact]
    public void Scan_UnreadableFolder_IsAFindingAndTheRestGoesOn()
    {
        Plugin("a");
        Plugin("locked/p");
        Plugin("z");

        var result = PluginFolderScanner.Scan(_temp.Path, reader: new FaultyReader(_temp.Combine("locked")));

        Assert.Equal(["a", "z"], result.Manifests.Select(manifest => manifest.RelativeFolder));
        var finding = Assert.Single(result.Findings);
        Assert.Equal((ScanFindingKind.Unreadable, _temp.Combine("locked")), (finding.Kind, finding.Path));
        Assert.Contains("no access", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_MissingRoot_IsAFinding() =>
        Assert.Equal(ScanFindingKind.Unreadable, Assert.Single(PluginFolderScanner.Scan(_temp.Combine("missing")).Findings).Kind);

    [Fact]
    public void Scan_FolderWithTheNameOfAManifest_IsAFaultAndSearchedAllTheSame()
    {
        Plugin("dagstack.toml/p");

        Assert.Equal([(string.Empty, ManifestFaults.IsFolder), ("dagstack.toml/p", null)], PluginFolderScanner.Scan(_temp.Path).Manifests.Select(manifest => (manifest.RelativeFolder, manifest.Fault)));
    }

    private void Plugin(string folder) => _temp.Write(Path.Combine(folder, "dagstack.toml"), ManifestSamples.Guide);

    private void Link(string link, string target) => Directory.CreateSymbolicLink(_temp.Combine(link), target);

    private IEnumerable<string> Scan(params string[] ignore) => PluginFolderScanner.Scan(_temp.Path, ignore).Manifests.Select(manifest => manifest.RelativeFolder);

    private sealed class FaultyReader(string folder) : FolderReader
    {
        public override List<FolderEntry> Read(string path) =>
            path == folder ? throw new UnauthorizedAccessException("no access") : base.Read(path);
    }
}
