using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Microsoft.CodeAnalysis;

namespace Dagstack.Tool.Tests;

/// <summary>What <c>add</c>, <c>update</c> and <c>remove</c> do to the plugins of a host.</summary>
public sealed class AddTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Archive => _folder.Combine("words.zip");

    private string Root => _folder.Combine("app/plugins");

    private string Plugin => Path.Combine(Root, "chunker.words");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_WhatPackHasMade_IsTheSameFiles()
    {
        using var words = PackTests.Words();
        await Ran.Async("pack", words.Combine("words"), "--zip", "--output", words.Path, "--contract", "Chunking.Contracts@1.0.0");
        await Ran.Async("pack", words.Combine("words"), "--output", words.Path, "--contract", "Chunking.Contracts@1.0.0");

        foreach (var name in new[] { "chunker.words.1.2.0.zip", "chunker.words.1.2.0.nupkg" })
        {
            var ran = await Ran.Async("add", words.Combine(name), "--to", Root, "--json", "--sha256", Hash.Of(words.Combine(name)));

            Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
            Assert.Equal("chunker:words|1.2.0|file", string.Join('|', new[] { "plugin", "version", "from" }.Select(key => JsonElement.Parse(ran.Output).GetProperty(key).GetString())));
            Assert.Equal([".dagstack-package.json", "dagstack.packed.json", "dagstack.toml", "lib/a b.py", "server.py"], Files(Plugin));
            Assert.All(["dagstack.toml", "server.py", "lib/a b.py"], file => Assert.Equal(File.ReadAllBytes(words.Combine("words/" + file)), File.ReadAllBytes(Path.Combine(Plugin, file))));
            var record = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Plugin, ".dagstack-package.json"), TestContext.Current.CancellationToken));
            Assert.Equal(Hash.Of(words.Combine(name)), record.GetProperty("sha256").GetString());
            Assert.Equal(name, record.GetProperty("source").GetString());
            Assert.Equal((ExitCodes.Fine, string.Empty), await RemoveAsync("chunker:words"));
        }

        Assert.Equal(["plugins"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Add_ProgramsOfAPackage_MayBeStarted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mark.");
        using var words = PackTests.Words();
        File.SetUnixFileMode(words.Combine("words/server.py"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await Ran.Async("pack", words.Combine("words"), "--zip", "--output", words.Path);
        await Ran.Async("pack", words.Combine("words"), "--output", words.Path);

        foreach (var name in new[] { "chunker.words.1.2.0.zip", "chunker.words.1.2.0.nupkg" })
        {
            await Ran.Async("add", words.Combine(name), "--to", Root);

            Assert.True((File.GetUnixFileMode(Path.Combine(Plugin, "server.py")) & UnixFileMode.UserExecute) != 0, name);
            Assert.False((File.GetUnixFileMode(Path.Combine(Plugin, "dagstack.toml")) & UnixFileMode.UserExecute) != 0, name);
            await RemoveAsync("chunker:words");
        }
    }

    [Fact]
    public async Task Add_ManifestAtTheTopOfAZip_IsAPlugin()
    {
        TestArchive.WriteAll(Archive, ("dagstack.toml", PackTests.Python), ("server.py", "1"), ("more/dagstack.toml", "# a template"));

        var ran = await Ran.Async("add", Archive, "--to", Root);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Equal([".dagstack-package.json", "dagstack.toml", "more/dagstack.toml", "server.py"], Files(Plugin));
    }

    [Theory]
    [InlineData("core_version = \">=0.1.0\"", "core_version = \">=9.0.0\"", "but the host has version")]
    [InlineData("kind = \"chunker\"", "knd = \"chunker\"", "unknown key 'plugin.knd'")]
    [InlineData("runtime = \"mcp_stdio\"", "runtime = \"in_process\"\nentry_point = \"plugin:Words\"", "and there is no plugin.dll")]
    public async Task Add_PluginThatNoHostWouldTake_IsRefused(string text, string replaced, string expected)
    {
        TestArchive.Write(Archive, PackTests.Python.Replace(text, replaced, StringComparison.Ordinal));

        await AssertRefusedAsync(ExitCodes.Found, expected, "add", Archive);
    }

    [Fact]
    public async Task Add_ArchiveWithoutOnePlugin_IsRefused()
    {
        TestArchive.WriteAll(Archive, ("README.md", "Hello"));
        await AssertRefusedAsync(ExitCodes.Found, "it has no plugin, no dagstack.toml at its top or in a folder there", "add", Archive);

        TestArchive.Write(Archive, ("chunker.lines/dagstack.toml", PackTests.Python));
        await AssertRefusedAsync(ExitCodes.Found, "it has 2 plugins, in 'chunker.words/', 'chunker.lines/'", "add", Archive);

        TestArchive.Write(Archive, ("README.md", "Hello"));
        await AssertRefusedAsync(ExitCodes.Found, "'README.md' is outside of the plugin's folder 'chunker.words/'", "add", Archive);

        TestArchive.WriteAll(Archive, ("Library.nuspec", "<package />"), ("lib/net10.0/Library.dll", "1"));
        await AssertRefusedAsync(ExitCodes.Found, "the package has no plugin", "add", Archive);

        TestArchive.Write(Archive, ("chunker.words/.dagstack-package.json", "{}"));
        await AssertRefusedAsync(ExitCodes.Found, "which says where a plugin came from", "add", Archive);

        TestArchive.Write(Archive, ("chunker.words/dagstack.packed.json", "[]"));
        await AssertRefusedAsync(ExitCodes.Found, "its dagstack.packed.json is not what 'dagstack pack' writes", "add", Archive);
    }

    [Theory]
    [InlineData("http://example.com/words.zip", ExitCodes.Found, "plugins are fetched by https only")]
    [InlineData("ftp://example.com/words.zip", ExitCodes.Found, "plugins are fetched by https only")]
    [InlineData("https://user:password@example.com/words.zip", ExitCodes.Found, "An address with a user or a password in it is refused")]
    [InlineData("nowhere.zip", ExitCodes.WrongUse, "There is no file 'nowhere.zip'.")]
    [InlineData("no/where", ExitCodes.WrongUse, "There is no file 'no/where'.")]
    [InlineData(".", ExitCodes.WrongUse, "'.' is a folder.")]
    [InlineData("Some.Package@one", ExitCodes.WrongUse, "'one' is no version. Write one as 1.2.0.")]
    public Task Add_WhatCannotBeFetched_SaysWhy(string what, int code, string expected) => AssertRefusedAsync(code, expected, "add", what);

    [Theory]
    [InlineData("--sha256", "abc", "'abc' is no SHA-256")]
    [InlineData("--timeout", "0", "0 is no time to wait.")]
    [InlineData("--source", "nuget", "is a file: --version, --source and --prerelease are said of packages")]
    [InlineData("--staging", "nowhere", "There is no folder 'nowhere', which --staging names.")]
    [InlineData("--host", "nowhere.dll", "There is no file 'nowhere.dll'.")]
    public async Task Add_OptionThatCannotBe_IsWrongUse(string option, string value, string expected)
    {
        TestArchive.Write(Archive);

        await AssertRefusedAsync(ExitCodes.WrongUse, expected, "add", Archive, option, value);
    }

    [Fact]
    public async Task Add_PluginThatIsThere_IsForUpdate()
    {
        TestArchive.Write(Archive);
        _folder.Write("app/plugins/mine/dagstack.toml", PackTests.Python);
        await AssertKeptAsync("chunker:words is in '", "in '", "It was not added by 'dagstack add'");

        Directory.Delete(_folder.Combine("app/plugins/mine"), recursive: true);
        _folder.Write("app/plugins/chunker.words/notes.txt", "Mine.");
        await AssertKeptAsync("is there already, and is not chunker:words. Remove or rename it.");

        Directory.Delete(Plugin, recursive: true);
        Assert.Equal(ExitCodes.Fine, (await Ran.Async("add", Archive, "--to", Root)).Code);
        await AssertKeptAsync("'dagstack update chunker:words' takes another version in its place.");

        async Task AssertKeptAsync(params string[] expected)
        {
            var before = Files(Root);
            var ran = await Ran.Async("add", Archive, "--to", Root);
            Assert.Equal((ExitCodes.Found, string.Empty), (ran.Code, ran.Output));
            Assert.All(expected, text => Assert.Contains(text, ran.Error, StringComparison.Ordinal));
            Assert.Equal(before, Files(Root));
            Assert.Equal(["plugins"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName));
        }
    }

    [Fact]
    public async Task Add_FolderThatIsAPlugin_IsNoFolderOfPlugins()
    {
        TestArchive.Write(Archive);
        _folder.Write("app/plugins/dagstack.toml", PackTests.Python);

        var ran = await Ran.Async("add", Archive, "--to", Root);

        Assert.Equal(ExitCodes.WrongUse, ran.Code);
        Assert.Contains("is a plugin itself, and no folder of plugins.", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Somebody;Nobody", ExitCodes.Found)]
    [InlineData("acme", ExitCodes.Fine)]
    [InlineData("Gra*", ExitCodes.Fine)]
    public async Task Add_WithTrustedPublishers_TakesTheirsOnly(string trusted, int code)
    {
        TestArchive.Write(Archive);

        var ran = await DagstackProcess.RunInAsync(_folder.Path, [("DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS", trusted)], "add", "words.zip");

        Assert.Equal(code, ran.ExitCode);
        Assert.Equal(code == ExitCodes.Fine, Directory.Exists(_folder.Combine("plugins")));
        Assert.Equal(code == ExitCodes.Fine ? string.Empty : "'words.zip' is refused: chunker:words is published by 'Acme', 'Ada', 'Grace', and DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS trusts Somebody, Nobody. If you trust them, add a name to it.\n", ran.Error);
    }

    /// <summary>A host that has the kind, and one that does not.</summary>
    [Fact]
    public async Task Add_ForAHost_LooksAtItsKindsAndContracts()
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Chunking.Contracts.dll");
        TestArchive.Write(Archive);
        var known = await DagstackProcess.RunAsync(_folder.Path, "add", "words.zip", "--to", "known", "--host", host);
        TestArchive.Write(Archive, PackTests.Python.Replace("kind = \"chunker\"", "kind = \"chunkr\"", StringComparison.Ordinal));
        var unknown = await DagstackProcess.RunAsync(_folder.Path, "add", "words.zip", "--to", "unknown", "--host", host);

        Assert.Equal((ExitCodes.Fine, string.Empty), (known.ExitCode, known.Error));
        Assert.Equal(ExitCodes.Found, unknown.ExitCode);
        Assert.Contains("this host has no contract for that kind. Did you mean 'chunker'?", unknown.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("unknown")));
    }

    [Fact]
    public async Task Add_ForAHostOfAnotherVersion_IsRefused()
    {
        _folder.Write("host/Dagstack.Extensions.Plugins.dll", Compiler.Compile("Dagstack.Extensions.Plugins", "[assembly: System.Reflection.AssemblyVersion(\"9.1.0.0\"), System.Reflection.AssemblyInformationalVersion(\"9.1.0+commit\")]"));
        _folder.Write("host/Host.dll", Compiler.Compile("Host", "class Program { }"));
        File.Copy(Plugins.Contracts, _folder.Combine("host/Chunking.Contracts.dll"));
        TestArchive.Write(Archive, PackTests.Python.Replace(">=0.1.0", ">=0.1.0,<1.0.0", StringComparison.Ordinal));

        var ran = await DagstackProcess.RunAsync(_folder.Path, "add", "words.zip", "--host", "host/Host.dll");

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("'words.zip' is refused: a host such as 'host/Host.dll' would not take its manifest.\n  words.zip/dagstack.toml(5,16): error: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("but the host has version 9.1.0, which is not in that range", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("host/plugins")));
    }

    [Fact]
    public async Task Add_BuiltAgainstANewerContractThanTheHosts_IsRefused()
    {
        var newer = Compiler.Compile("Chunking.Contracts", "[assembly: System.Reflection.AssemblyVersion(\"9.0.0.0\")] namespace Chunking { public interface IChunker { } }");
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            await WriteAsync("dagstack.toml", System.Text.Encoding.UTF8.GetBytes(Plugins.Sound("late").Replace("LineChunker", "Late", StringComparison.Ordinal)));
            await WriteAsync("plugin.dll", Compiler.Compile("plugin", "public sealed class Late : Chunking.IChunker { }", MetadataReference.CreateFromImage(newer)));

            async Task WriteAsync(string name, byte[] content)
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync(TestContext.Current.CancellationToken);
                await entry.WriteAsync(content, TestContext.Current.CancellationToken);
            }
        }

        var ran = await DagstackProcess.RunAsync(_folder.Path, "add", "words.zip", "--to", "plugins", "--host", Path.Combine(AppContext.BaseDirectory, "Dagstack.Tool.Tests.dll"));

        Assert.Equal((ExitCodes.Found, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("'words.zip' is refused: chunker:late was built against Chunking.Contracts 9.0.0.0 (the host has ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["words.zip"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Remove_WhatWasNotAdded_NeedsForce()
    {
        _folder.Write("app/plugins/mine/dagstack.toml", PackTests.Python);

        var refused = await RemoveAsync("chunker:words");
        var other = await RemoveAsync("chunker:lines");
        Assert.True(File.Exists(_folder.Combine("app/plugins/mine/dagstack.toml")));
        var forced = await RemoveAsync("mine", "--force");

        Assert.Equal(ExitCodes.Found, refused.Code);
        Assert.Contains("was not added by 'dagstack add', and may be the only copy of chunker:words.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.WrongUse, other.Code);
        Assert.Contains("It has chunker:words.", other.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Fine, string.Empty), forced);
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task Update_FromAFile_TakesItInTheSamePlace()
    {
        TestArchive.Write(Archive, ("chunker.words/gone.py", "1"));
        await Ran.Async("add", Archive, "--to", Root);
        var newer = TestArchive.Write(_folder.Combine("new.zip"), PackTests.Python.Replace("1.2.0", "1.3.0", StringComparison.Ordinal), ("chunker.words/come.py", "1"));

        var unknown = await UpdateAsync("chunker:words");
        var updated = await UpdateAsync("chunker:words", newer);
        var again = await UpdateAsync("chunker:words", newer, "--json");

        Assert.Equal(ExitCodes.WrongUse, unknown.Code);
        Assert.Contains("chunker:words was added from the file 'words.zip', which is no place where newer ones appear.", unknown.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Fine, $"{Plugin}: chunker:words 1.2.0 -> 1.3.0.\n", string.Empty), (updated.Code, updated.Output, updated.Error));
        Assert.Equal([".dagstack-package.json", "come.py", "dagstack.toml", "server.py"], Files(Plugin));
        Assert.False(JsonElement.Parse(again.Output).GetProperty("plugins")[0].GetProperty("updated").GetBoolean());
        Assert.Equal(["plugins"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Update_ThatIsRefused_KeepsTheOld()
    {
        TestArchive.Write(Archive);
        await Ran.Async("add", Archive, "--to", Root);
        var before = Files(Root);
        var other = TestArchive.Write(_folder.Combine("other.zip"), PackTests.Python.Replace("\"words\"", "\"lines\"", StringComparison.Ordinal));
        var broken = _folder.Write("broken.zip", (await File.ReadAllBytesAsync(Archive, TestContext.Current.CancellationToken))[..100]);

        Assert.Contains("it is chunker:lines, and not chunker:words.", (await UpdateAsync("chunker:words", other)).Error, StringComparison.Ordinal);
        Assert.Contains("or only a part of one", (await UpdateAsync("chunker:words", broken)).Error, StringComparison.Ordinal);

        Assert.Equal(before, Files(Root));
        Assert.Equal(["plugins"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AddAndUpdate_FromAFeed_TakeTheNewestRelease()
    {
        Package("1.0.0");
        Package("1.1.0");
        Package("2.0.0-beta.1");
        var feed = _folder.Combine("feed");

        var added = await Ran.Async("add", "Acme.Words@1.0.0", "--to", Root, "--source", feed);
        var updated = await UpdateAsync();
        var still = await UpdateAsync();
        var beta = await UpdateAsync("chunker:words", "--prerelease");
        var back = await UpdateAsync("chunker:words", "--version", "1.0.0");
        var missing = await UpdateAsync("chunker:words", "--version", "3.0.0");

        Assert.All([added, updated, still, beta, back], static ran => Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error)));
        Assert.Equal(
            [$"{Plugin}: chunker:words 1.0.0 -> 1.1.0.\n", $"{Plugin}: chunker:words stays 1.1.0, and there is nothing newer.\n", $"{Plugin}: chunker:words 1.1.0 -> 2.0.0-beta.1.\n", $"{Plugin}: chunker:words 2.0.0-beta.1 -> 1.0.0.\n"],
            new[] { updated, still, beta, back }.Select(static ran => ran.Output));
        Assert.Equal(ExitCodes.WrongUse, missing.Code);
        Assert.Contains("There is no package 'Acme.Words' 3.0.0 in ", missing.Error, StringComparison.Ordinal);
        Assert.Equal([".dagstack-package.json", "a b.py", "dagstack.toml"], Files(Plugin));
    }

    [Fact]
    public async Task Add_PackageLargerThanItMayBe_IsNotFetchedToItsEnd()
    {
        Package("1.0.0");

        await AssertRefusedAsync(ExitCodes.Found, "it has more than the 100 bytes that are allowed", "add", "Acme.Words", "--source", _folder.Combine("feed"), "--limit", "packed=100");
    }

    [Fact]
    public async Task Add_FromAFeedWithoutHttps_IsRefused()
    {
        await AssertRefusedAsync(ExitCodes.Found, "is not https, so that anybody on the way could change what comes", "add", "Acme.Words", "--source", "http://localhost:1/v3/index.json");
    }

    /// <summary>What a process has left that was killed: between the two steps of an update the old plugin is put back.</summary>
    [Fact]
    public async Task Add_AfterAProcessWasKilled_ClearsAway()
    {
        TestArchive.Write(Archive);
        _folder.Write("app/.dagstack-staging-killed/lock", string.Empty);
        _folder.Write("app/.dagstack-staging-killed/new/dagstack.toml", "half");
        _folder.Write("app/.dagstack-staging-update/lock", string.Empty);
        _folder.Write("app/.dagstack-staging-update/target", _folder.Combine("app/plugins/chunker.lines"));
        _folder.Write("app/.dagstack-staging-update/old/dagstack.toml", PackTests.Python.Replace("\"words\"", "\"lines\"", StringComparison.Ordinal));
        Directory.CreateDirectory(Root);
        _folder.Write("app/.dagstack-staging-busy/lock", string.Empty);
        using (new FileStream(_folder.Combine("app/.dagstack-staging-busy/lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var ran = await Ran.Async("add", Archive, "--to", Root);

            Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        }

        Assert.Equal([".dagstack-staging-busy", "plugins"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["chunker.lines/dagstack.toml", "chunker.words/.dagstack-package.json", "chunker.words/dagstack.toml", "chunker.words/server.py"], Files(Root));
    }

    [Fact]
    public async Task Add_PluginThatNeedsAnother_SaysSo()
    {
        TestArchive.Write(Archive, PackTests.Python.Replace("version = \"1.2.0\"", "version = \"1.2.0\"\ndepends_on = [{ kind = \"tool\", name = \"other\" }]", StringComparison.Ordinal));

        var ran = await Ran.Async("add", Archive, "--to", Root);

        Assert.Equal(ExitCodes.Fine, ran.Code);
        Assert.Contains("It depends on tool:other, which is not there: add that too.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Add_RootBehindALink_IsStagedBesideWhereItLeads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        TestArchive.Write(Archive);
        Directory.CreateDirectory(_folder.Combine("data/plugins"));
        Directory.CreateDirectory(_folder.Combine("app"));
        Directory.CreateSymbolicLink(Root, _folder.Combine("data/plugins"));

        var ran = await Ran.Async("add", Archive, "--to", Root);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Equal(["chunker.words/.dagstack-package.json", "chunker.words/dagstack.toml", "chunker.words/server.py"], Files(_folder.Combine("data/plugins")));
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private void Package(string version) =>
        TestArchive.WritePackage(_folder.Combine($"feed/Acme.Words.{version}.nupkg"), "Acme.Words", version, PackTests.Python.Replace("1.2.0", version, StringComparison.Ordinal));

    private Task<Ran> UpdateAsync(params string[] arguments) => Ran.Async(["update", .. arguments, "--plugins", Root]);

    private async Task<(int Code, string Error)> RemoveAsync(params string[] arguments)
    {
        var ran = await Ran.Async(["remove", .. arguments, "--plugins", Root]);
        return (ran.Code, ran.Error);
    }

    private async Task AssertRefusedAsync(int code, string expected, params string[] arguments)
    {
        var ran = await Ran.Async([.. arguments, "--to", Root]);

        Assert.Equal((code, string.Empty), (ran.Code, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("app")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path, ".dagstack-staging-*", new EnumerationOptions { AttributesToSkip = 0 }));
    }
}
