using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Xml.Linq;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Tests;

/// <summary>What <c>pack</c> takes, what it leaves behind, and what the file says. Projects that are published: the tests of the packages.</summary>
public sealed class PackTests
{
    public const string Python = """
        [plugin]
        name = "words"
        kind = "chunker"
        runtime = "mcp_stdio"
        core_version = ">=0.1.0"
        version = "1.2.0"
        description = "Cuts at spaces."
        authors = ["Ada", "Grace"]
        maintainer = "Acme"
        license = "MIT"
        homepage = "https://example.com/words"
        capabilities = ["network"]
        supports_languages = ["en"]

        [plugin.mcp_stdio]
        command = ["python3", "server.py"]
        """;

    private static readonly string[] s_contract = ["--contract", "Chunking.Contracts@1.5.0"];

    [Fact]
    public async Task Pack_Folder_IsAPackageThatSaysWhatTheManifestSays()
    {
        using var folder = Words();

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), "--json", .. s_contract]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        var report = JsonElement.Parse(ran.Output);
        Assert.Equal("chunker:words|1.2.0|chunker.words", $"{report.GetProperty("plugin")}|{report.GetProperty("version")}|{report.GetProperty("package")}");
        Assert.Equal([".env", "__pycache__/", "lib/.venv/", "node_modules/"], report.GetProperty("left_out").EnumerateArray().Select(static one => one.GetString()));
        var file = folder.Combine("out/chunker.words.1.2.0.nupkg");
        Assert.Equal(Hash.Of(file), report.GetProperty("sha256").GetString());
        using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(["dagstack.packed.json", "dagstack.toml", "lib/a b.py", "server.py"], package.Entries.Where(static entry => entry.FullName.StartsWith("contentFiles/any/any/plugins/chunker.words/", StringComparison.Ordinal)).Select(static entry => Uri.UnescapeDataString(entry.FullName[43..])).Order(StringComparer.Ordinal));
        var nuspec = XDocument.Load(await package.GetEntry("chunker.words.nuspec")!.OpenAsync(TestContext.Current.CancellationToken)).Root!.Elements().Single();
        var ns = nuspec.Name.Namespace;
        Assert.Equal(
            ["chunker.words", "1.2.0", "Ada,Grace", "MIT", "https://example.com/words", "Cuts at spaces.", "dagstack-plugin chunker network en"],
            new[] { "id", "version", "authors", "license", "projectUrl", "description", "tags" }.Select(name => nuspec.Element(ns + name)!.Value));
        Assert.Equal("Chunking.Contracts 1.5.0", $"{nuspec.Descendants(ns + "dependency").Single().Attribute("id")!.Value} {nuspec.Descendants(ns + "dependency").Single().Attribute("version")!.Value}");
        Assert.Equal("any/any/plugins/chunker.words/** None true false", string.Join(' ', nuspec.Descendants(ns + "files").Single().Attributes().Select(static attribute => attribute.Value)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Pack_Zip_KeepsWhichFilesMayBeStarted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mark.");
        using var folder = Words();
        File.SetUnixFileMode(folder.Combine("words/server.py"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var zip = await Ran.Async(["pack", folder.Combine("words"), "--zip", "--output", folder.Combine("out"), .. s_contract]);
        var package = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (zip.Code, zip.Error));
        using var packed = await ZipFile.OpenReadAsync(folder.Combine("out/chunker.words.1.2.0.zip"), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["chunker.words/dagstack.packed.json 100644", "chunker.words/dagstack.toml 100644", "chunker.words/lib/a b.py 100644", "chunker.words/server.py 100755"],
            packed.Entries.Select(static entry => $"{entry.FullName} {Convert.ToString((entry.ExternalAttributes >> 16) & 0xFFFF, 8)}"));
        Assert.Contains("A package does not keep which files may be started: 'server.py'.", package.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--zip", "zip")]
    [InlineData("--id=chunker.words", "nupkg")]
    public async Task Pack_Twice_IsTheSameBytes(string option, string extension)
    {
        using var folder = Words();
        var file = folder.Combine($"out/chunker.words.1.2.0.{extension}");
        await Ran.Async(["pack", folder.Combine("words"), option, "--output", folder.Combine("out"), .. s_contract]);
        var first = Hash.Of(file);
        File.SetLastWriteTimeUtc(folder.Combine("words/server.py"), new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(file, new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var ran = await Ran.Async(["pack", folder.Combine("words"), option, "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.True(File.GetLastWriteTimeUtc(file).Year > 2001);
        Assert.Equal(first, Hash.Of(file));
    }

    /// <summary>Whoever packs the folder in which he is has the file there.</summary>
    [Fact]
    public async Task Pack_IntoItsOwnFolder_DoesNotPackThatNextTime()
    {
        using var folder = Words();
        await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("words"), .. s_contract]);
        var first = Hash.Of(folder.Combine("words/chunker.words.1.2.0.nupkg"));
        folder.Write("words/chunker.words.1.1.0.zip", "an older one");

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("words"), .. s_contract]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Contains("chunker.words.1.1.0.zip, chunker.words.1.2.0.nupkg", ran.Output, StringComparison.Ordinal);
        Assert.Equal(first, Hash.Of(folder.Combine("words/chunker.words.1.2.0.nupkg")));
    }

    [Fact]
    public async Task Pack_Note_HasNoPathOfThisMachine()
    {
        using var folder = new TempFolder();

        await Ran.Async("pack", Plugins.Fixed, "--zip", "--output", folder.Path);

        using var packed = await ZipFile.OpenReadAsync(folder.Combine("chunker.fixed.0.1.0.zip"), TestContext.Current.CancellationToken);
        using var note = new StreamReader(await packed.GetEntry("chunker.fixed/dagstack.packed.json")!.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal("""{"package":"chunker.fixed","version":"0.1.0","contracts":[{"assembly":"Chunking.Contracts"}],"programs":[]}""", JsonSerializer.Serialize(JsonElement.Parse(await note.ReadToEndAsync(TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task Pack_ContractInNoPackage_SaysWhatHostsHaveToHave()
    {
        using var folder = new TempFolder();

        var ran = await Ran.Async("pack", Plugins.Fixed, "--output", folder.Path);

        Assert.Equal(ExitCodes.Fine, ran.Code);
        Assert.Contains("The package does not depend on the contract Chunking.Contracts, which is in no package: its project ", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version = \"1.2.0\"", "", ExitCodes.Found, "chunker:words cannot be packed: its manifest has no version. Add the line version = \"1.0.0\" to the table [plugin].")]
    [InlineData("version = \"1.2.0\"", "version = \"1.2.0b4\"", ExitCodes.Found, "its version \"1.2.0b4\" is none that a package can have")]
    [InlineData("runtime = \"mcp_stdio\"", "runtime = \"in_process\"\nentry_point = \"plugin:Words\"", ExitCodes.Found, "there is no plugin.dll beside it")]
    [InlineData("name = \"words\"", "name = \"words-\"", ExitCodes.WrongUse, "'chunker.words-' is no name that a package can have")]
    public async Task Pack_ManifestThatIsNotComplete_SaysWhatToWrite(string text, string replaced, int code, string expected)
    {
        using var folder = Words();
        folder.Write("words/dagstack.toml", Python.Replace(text, replaced, StringComparison.Ordinal));

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal((code, string.Empty), (ran.Code, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("out")));
    }

    [Fact]
    public async Task Pack_ManifestThatIsNotValid_HasItsProblems()
    {
        using var folder = Words();
        folder.Write("words/dagstack.toml", Python.Replace("kind =", "knd =", StringComparison.Ordinal));

        var ran = await Ran.Async("pack", folder.Combine("words"), "--output", folder.Combine("out"));

        Assert.Equal(ExitCodes.Found, ran.Code);
        Assert.Contains("dagstack.toml(3,1): error: unknown key 'plugin.knd'. Did you mean 'kind'?", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "There is no project and no folder '")]
    [InlineData("words/server.py", "server.py' is no project. 'dagstack pack' takes a .csproj")]
    [InlineData("", "One plugin is packed at a time: name its folder, or its project.")]
    public async Task Pack_OfWhatIsNoPlugin_IsWrongUse(string path, string expected)
    {
        using var folder = Words();

        var ran = await Ran.Async("pack", folder.Combine(path), "--output", folder.Combine("out"));

        Assert.Equal((ExitCodes.WrongUse, string.Empty), (ran.Code, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib/Server.py", "lib/server.py", "differ in capitals only")]
    [InlineData("lib/nul.txt", "", "is the name of a device on Windows")]
    [InlineData("lib/é.py", "lib/e\u0301.py", "differ in how letters are written only")]
    public async Task Pack_NamesThatAreNotTheSameEverywhere_AreRefused(string first, string second, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no two such files.");
        using var folder = Words();
        folder.Write(Path.Combine("words", first), "1");
        folder.Write(Path.Combine("words", second.Length > 0 ? second : "other.txt"), "2");

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.Code, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_Link_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var folder = Words();
        File.CreateSymbolicLink(folder.Combine("words/lib/passwords"), "/etc/passwd");

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.Code, ran.Output));
        Assert.Contains("'lib/passwords' is a link. Put what it leads to in its place.", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files=3", "There are 4 files, and 3 are allowed")]
    [InlineData("unpacked=1KiB", "bytes, and 1024 are allowed")]
    [InlineData("depth=1", "'lib/a b.py' is more than 1 folders deep")]
    public async Task Pack_WhatAddWouldRefuse_IsNotMade(string limit, string expected)
    {
        using var folder = Words();
        folder.Write("words/large.txt", new string('a', 2000));

        var ran = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), "--limit", limit, .. s_contract]);

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.Code, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entries=3")]
    [InlineData("files=0")]
    [InlineData("files")]
    [InlineData("unpacked=1GB")]
    public async Task Pack_LimitThatIsNone_SaysWhichThereAre(string limit)
    {
        var ran = await Ran.Async("pack", ".", "--limit", limit);

        Assert.Equal((ExitCodes.WrongUse, string.Empty), (ran.Code, ran.Output));
        Assert.StartsWith($"'{limit}' is no limit. Write a name and a number above 0, as files=30000 or unpacked=2GiB. The names are packed (", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_NameThatNuGetChanges_IsForAZip()
    {
        using var folder = Words();
        folder.Write("words/template.cs.pp", "namespace $rootnamespace$;");

        var package = await Ran.Async(["pack", folder.Combine("words"), "--output", folder.Combine("out"), .. s_contract]);
        var zip = await Ran.Async(["pack", folder.Combine("words"), "--zip", "--output", folder.Combine("out"), .. s_contract]);

        Assert.Equal(ExitCodes.Found, package.Code);
        Assert.Contains("NuGet does not bring the file 'template.cs.pp' as it is", package.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Fine, string.Empty), (zip.Code, zip.Error));
        Assert.Equal(["chunker.words.1.2.0.zip"], Directory.EnumerateFiles(folder.Combine("out")).Select(Path.GetFileName));
    }

    /// <summary>A plugin in Python, with what belongs to this machine alone.</summary>
    internal static TempFolder Words()
    {
        var folder = new TempFolder();
        folder.Write("words/dagstack.toml", Python);
        folder.Write("words/server.py", "print('Hello')\n");
        folder.Write("words/lib/a b.py", "# a module\n");
        folder.Write("words/lib/.venv/pyvenv.cfg", "home = /usr\n");
        folder.Write("words/node_modules/left/index.js", "// a package\n");
        folder.Write("words/__pycache__/server.pyc", "compiled");
        folder.Write("words/.env", "PASSWORD=secret\n");
        return folder;
    }
}
