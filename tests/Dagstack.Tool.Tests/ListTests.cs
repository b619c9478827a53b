using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task List_WithoutContracts_SaysThatKindsWereNotChecked()
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));

        var ran = await DagstackProcess.RunAsync(folder.Path, "list");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("chunker:lines  discovered  1.2.0", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Kinds were not checked", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithContracts_ChecksKinds()
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("plugins/other/dagstack.toml", Plugins.Sound("other").Replace("\"chunker\"", "\"chunkr\"", StringComparison.Ordinal));

        var list = await ListAsync(folder, 1, "--contract", Plugins.Contracts);

        Assert.True(list.GetProperty("kinds_checked").GetBoolean());
        Assert.Equal(["discovered", "unavailable"], list.GetProperty("plugins").EnumerateArray().Select(static one => one.GetProperty("state").GetString()));
        var other = list.GetProperty("plugins")[1];
        Assert.Equal("KindUnknown", other.GetProperty("code").GetString());
        Assert.Contains("chunker", other.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_OneIdentityTwice_SaysWhichFoldersHaveIt(bool withContracts)
    {
        using var folder = new TempFolder();
        folder.Write("plugins/one/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("plugins/two/dagstack.toml", Plugins.Sound("lines"));

        var list = await ListAsync(folder, 1, withContracts ? ["--contract", Plugins.Contracts] : []);

        Assert.All(list.GetProperty("plugins").EnumerateArray(), static plugin =>
        {
            Assert.Equal(("unavailable", "AmbiguousPlugin"), (plugin.GetProperty("state").GetString(), plugin.GetProperty("code").GetString()));
            Assert.Contains("2 plugins claim the identity 'chunker:lines'", plugin.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task List_BrokenManifest_HasEveryReason()
    {
        using var folder = Plugins.OfThePage();

        var list = await ListAsync(folder, 1);

        var words = list.GetProperty("plugins").EnumerateArray().Single(static one => one.GetProperty("plugin").GetString() == "chunker:words");
        Assert.Equal("ManifestInvalid", words.GetProperty("code").GetString());
        Assert.Equal(3, words.GetProperty("reasons").GetArrayLength());
        Assert.All(words.GetProperty("reasons").EnumerateArray(), static reason => Assert.StartsWith(Path.Combine("plugins", "words", "dagstack.toml"), reason.GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_BrokenManifestOfAnUnknownKind_HasBothReasons()
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines").Replace("\"chunker\"", "\"chunkr\"", StringComparison.Ordinal).Replace("entry_point", "entry_pont", StringComparison.Ordinal));

        var list = await ListAsync(folder, 1, "--contract", Plugins.Contracts);

        var reasons = list.GetProperty("plugins")[0].GetProperty("reasons").EnumerateArray().Select(static reason => reason.GetString()).ToArray();
        Assert.Contains(reasons, static reason => reason!.Contains("no contract for that kind", StringComparison.Ordinal));
        Assert.Contains(reasons, static reason => reason!.Contains("'plugin.entry_pont'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ManifestThatLeadsOutOfTheFolder_IsWhatAHostTakesItFor()
    {
        using var folder = new TempFolder();
        var outside = folder.Write("outside/dagstack.toml", Plugins.Sound("lines"));
        Directory.CreateDirectory(folder.Combine("plugins/lines"));
        File.CreateSymbolicLink(folder.Combine("plugins/lines/dagstack.toml"), outside);

        foreach (var arguments in new string[][] { [], ["--contract", Plugins.Contracts] })
        {
            var list = await ListAsync(folder, 1, arguments);
            Assert.Equal("unavailable", list.GetProperty("plugins")[0].GetProperty("state").GetString());
        }

        var checkedOnce = await DagstackProcess.RunAsync(folder.Path, "validate", "plugins");
        Assert.Equal(1, checkedOnce.ExitCode);
        Assert.Contains("leads out of", checkedOnce.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Runtime_IsInJsonAndInAWideTable()
    {
        using var folder = Plugins.OfThePage();
        folder.Write("plugins/remote/dagstack.toml", Plugins.Sound("remote").Replace("\"in_process\"", "[\"mcp_stdio\", \"in_process\"]", StringComparison.Ordinal));

        var list = await ListAsync(folder, 1);
        var wide = await DagstackProcess.RunAsync(folder.Path, "list", "--wide");

        Assert.Equal(["in_process", "mcp_stdio", "in_process"], list.GetProperty("plugins").EnumerateArray().Select(static one => one.GetProperty("runtime").GetString()));
        Assert.Contains("chunker:remote  discovered   1.2.0    mcp_stdio   ", wide.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_FolderWithoutManifest_IsSaid()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));
        File.Delete(folder.Combine("plugins/fixed/dagstack.toml"));

        var list = await ListAsync(folder, 0);

        Assert.Empty(list.GetProperty("plugins").EnumerateArray());
        Assert.Contains("fixed", Assert.Single(list.GetProperty("findings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NoPlugins_SaysSo()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("plugins"));

        var ran = await DagstackProcess.RunAsync(folder.Path, "list");

        Assert.Equal((0, "No plugins.\n"), (ran.ExitCode, ran.Output));
    }

    [Theory]
    [InlineData("There is no file 'nothing.dll'. ", "nothing.dll")]
    [InlineData("'text.dll' is no assembly of .NET that can be loaded: ", "text.dll")]
    [InlineData("' has no contract. Name the assembly whose interfaces have [PluginKind", "xunit.v3.core.dll")]
    public async Task List_ContractThatIsNone_IsWrongUse(string expected, string file)
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("text.dll", "text");
        var path = file.StartsWith("xunit", StringComparison.Ordinal) ? Path.Combine(AppContext.BaseDirectory, file) : file;

        var ran = await DagstackProcess.RunAsync(folder.Path, "list", "--contract", path);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfAHost_HasItsContractsAndPlugins()
    {
        using var folder = new TempFolder();
        File.Copy(Plugins.Contracts, folder.Combine("Chunking.Contracts.dll"));
        folder.Write("Host.dll", "a host");
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("plugins/other/dagstack.toml", Plugins.Sound("other").Replace("\"chunker\"", "\"other\"", StringComparison.Ordinal));

        var list = await ListAsync(folder, 1, "--host", "Host.dll");

        Assert.Equal([null, "KindUnknown"], list.GetProperty("plugins").EnumerateArray().Select(static one => one.TryGetProperty("code", out var code) ? code.GetString() : null));
    }

    [Fact]
    public async Task List_Loaded_SaysWhatBecameOfEach()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines", "authors = [\"Ada\", \"Bob\"]"));
        folder.Write("plugins/words/dagstack.toml", Plugins.Sound("words", "authors = [\"Ada\"]\nmaintainer = \"Words Ltd\""));

        var list = await ListAsync(folder, 1, "--load", "--audit", "--contract", Plugins.Contracts);

        var plugins = list.GetProperty("plugins").EnumerateArray().ToArray();
        Assert.Equal([null, "Ada, Bob", "Words Ltd"], plugins.Select(static one => one.TryGetProperty("publisher", out var publisher) ? publisher.GetString() : null));
        Assert.Equal([("chunker:fixed", "ready"), ("chunker:lines", "unavailable"), ("chunker:words", "unavailable")], plugins.Select(static one => (one.GetProperty("plugin").GetString(), one.GetProperty("state").GetString())));
        Assert.All(plugins, static one => Assert.Matches("^[0-9a-f]{64}$", one.GetProperty("sha256").GetString()));
        Assert.Contains("plugin.dll", plugins[1].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_LoadedWithoutContracts_IsWrongUse()
    {
        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, "list", "--load");

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("--load needs the contracts of the plugins' kinds, ", ran.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ListAsync(TempFolder folder, int exitCode, params string[] arguments)
    {
        var ran = await DagstackProcess.RunAsync(folder.Path, ["list", "--json", .. arguments]);
        Assert.Equal((exitCode, string.Empty), (ran.ExitCode, ran.Error));
        using var document = JsonDocument.Parse(ran.Output);
        return document.RootElement.Clone();
    }
}
