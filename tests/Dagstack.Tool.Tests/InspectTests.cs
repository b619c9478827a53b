using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>What a plugin needs, and where a host takes it from.</summary>
public sealed class InspectTests
{
    private static readonly string[] s_contract = ["--contract", Path.Combine(Repository.Root, "tests/fixtures/Fixtures.Contracts/bin", Repository.Configuration, "net10.0/Fixtures.Contracts.dll")];

    private static readonly string s_host = Path.Combine(AppContext.BaseDirectory, "Dagstack.Tool.Tests.dll");

    [Fact]
    public async Task Inspect_Assemblies_SaysWhatIsPrivateAndWhatIsTheHosts()
    {
        var plugin = await InspectAsync(Plugins.Versioned);

        Assert.Equal(
            [("Fixtures.Contracts", "contract"), ("SharedLibrary", "plugin"), ("System.Runtime", "framework")],
            plugin.GetProperty("assemblies").EnumerateArray().Select(static one => (one.GetProperty("name").GetString()!, one.GetProperty("source").GetString()!)));
        var library = Assembly(plugin, "SharedLibrary");
        Assert.Equal(("2.0.0.0", "2.0.0.0", "SharedLibrary 2.0.0"), (library.GetProperty("built_against").GetString(), library.GetProperty("version").GetString(), library.GetProperty("package").GetString()));
        Assert.Equal(("1", "1.0.0"), (plugin.GetProperty("kind_api_version").GetString(), plugin.GetProperty("contract_version").GetString()));
    }

    [Fact]
    public async Task Inspect_ForAHost_SaysWhatThatHasItself()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Versioned, folder.Path);
        File.Delete(folder.Combine("SharedLibrary.dll"));
        File.Delete(folder.Combine("plugin.deps.json"));
        folder.Write("Fixtures.Contracts.dll", "a copy");

        var open = await InspectAsync(folder.Path);
        var there = await InspectAsync(folder.Path, "--host", s_host);
        var page = await DagstackProcess.RunAsync(folder.Path, ["inspect", ".", .. s_contract, "--host", s_host]);

        Assert.Equal("host", Assembly(open, "SharedLibrary").GetProperty("source").GetString());
        Assert.False(Assembly(open, "SharedLibrary").TryGetProperty("version", out _));
        Assert.Equal("missing", Assembly(there, "SharedLibrary").GetProperty("source").GetString());
        Assert.Equal("Fixtures.Contracts.dll", Assembly(there, "Fixtures.Contracts").GetProperty("ignored_copy").GetString());
        Assert.Contains($"Neither the plugin nor {s_host} has SharedLibrary: code that needs it fails. Put it into the plugin's folder.", page.Output, StringComparison.Ordinal);
        Assert.Contains("Not used of the plugin's folder, since a host has them itself: Fixtures.Contracts.dll.", page.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_PluginThatIsNotBuilt_SaysWhyItsAssembliesAreNotKnown()
    {
        using var folder = new TempFolder();
        folder.Write("lines/dagstack.toml", Plugins.Sound("lines"));

        var ran = await DagstackProcess.RunAsync(folder.Path, "inspect", "lines", "--contract", Plugins.Contracts);

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("What it needs is not known: The plugin 'chunker:lines' has no module 'plugin': ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_PluginOfAnotherLanguage_NeedsNoAssembly()
    {
        using var folder = new TempFolder();
        folder.Write("lines/dagstack.toml", Plugins.Sound("lines").Replace("in_process", "mcp_stdio", StringComparison.Ordinal).Replace("entry_point = \"plugin:LineChunker\"", "mcp_stdio.command = [\"python3\"]", StringComparison.Ordinal));

        var ran = await DagstackProcess.RunAsync(folder.Path, "inspect", "lines", "--contract", Plugins.Contracts, "--json");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Equal(0, JsonElement.Parse(ran.Output).GetProperty("assemblies").GetArrayLength());
    }

    [Fact]
    public async Task Inspect_ForWhatIsNoHost_IsWrongUse()
    {
        using var folder = new TempFolder();
        File.Copy(s_contract[1], folder.Combine("Fixtures.Contracts.dll"));

        var ran = await DagstackProcess.RunAsync(folder.Path, "inspect", Plugins.Versioned, "--host", "Fixtures.Contracts.dll");

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("'Fixtures.Contracts.dll' is no host: 'Fixtures.Contracts.runtimeconfig.json', which says what it runs on, is not beside it.", ran.Error, StringComparison.Ordinal);
    }

    private static JsonElement Assembly(JsonElement plugin, string name) => plugin.GetProperty("assemblies").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    private static async Task<JsonElement> InspectAsync(string folder, params string[] arguments)
    {
        using var place = new TempFolder();
        var ran = await DagstackProcess.RunAsync(place.Path, ["inspect", folder, "--json", .. s_contract, .. arguments]);
        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        return JsonElement.Parse(ran.Output);
    }
}
