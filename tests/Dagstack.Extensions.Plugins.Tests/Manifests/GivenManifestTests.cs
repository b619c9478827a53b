using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A manifest given in code keeps the rules of one in a file.</summary>
public sealed class GivenManifestTests
{
    private static readonly PluginId s_id = new("greeter", "given");

    public static TheoryData<string, PluginManifest> Broken => new()
    {
        { "'SchemaVersion' is \"first\", but must be a version", new() { Id = s_id, SchemaVersion = "first" } },
        { "'KindApiVersion' is null", new() { Id = s_id, KindApiVersion = null! } },
        { "'CoreVersion' is empty, but must be a range", new() { Id = s_id, CoreVersion = " " } },
        { "'plugin.core_version' is \"latest\", which is not a version range", new() { Id = s_id, CoreVersion = "latest" } },
        { "'Runtimes' is an empty list", new() { Id = s_id, Runtimes = [] } },
        { "'Runtimes' is null", new() { Id = s_id, Runtimes = null! } },
        { "'Runtimes[1]' is empty", new() { Id = s_id, Runtimes = ["in_process", ""] } },
        { "'plugin.runtime[1]' is \"in_proces\", which is not a runtime", new() { Id = s_id, Runtimes = ["in_process", "in_proces"] } },
        { "'Runtimes' has \"mcp_stdio\", but 'InProcessOnly' is true", new() { Id = s_id, Runtimes = ["in_process", "mcp_stdio"], InProcessOnly = true, McpStdio = new() { Command = ["x"] } } },
        { "'McpStdio' has no command", new() { Id = s_id, Runtimes = ["in_process", "mcp_stdio"] } },
        { "'McpStdio' has no command", new() { Id = s_id, McpStdio = new() { Command = [] } } },
        { "'McpStdio.Command[0]' is null", new() { Id = s_id, McpStdio = new() { Command = [null!] } } },
        { "'McpHttp' has no absolute http or https address", new() { Id = s_id, McpHttp = new() { Url = new Uri("ftp://x") } } },
        { "'McpHttp' has no absolute http or https address", new() { Id = s_id, McpHttp = new() } },
        { "'McpHttp' has no absolute http or https address", new() { Id = s_id, McpHttp = new() { UrlText = "/mcp" } } },
        { "'McpHttp.AuthHeader' is null", new() { Id = s_id, McpHttp = new() { Url = new Uri("http://x"), AuthHeader = null! } } },
        { "'McpHttp.Headers[\"a\"]' is null, but must be a text.", new() { Id = s_id, McpHttp = new() { Url = new Uri("http://x"), Headers = new Dictionary<string, string> { ["a"] = null! } } } },
        { "'McpHttp.ToolsAllow[0]' is empty", new() { Id = s_id, McpHttp = new() { Url = new Uri("http://x"), ToolsAllow = [string.Empty] } } },
        { "'McpStdio.StartupTimeout' is 00:00:00", new() { Id = s_id, McpStdio = new() { Command = ["x"], StartupTimeout = TimeSpan.Zero } } },
        { "'McpStdio.ToolsDeny[0]' is null", new() { Id = s_id, McpStdio = new() { Command = ["x"], ToolsDeny = [null!] } } },
        { "'McpHttp.Timeout' is 00:00:00", new() { Id = s_id, McpHttp = new() { Url = new Uri("http://x"), Timeout = TimeSpan.Zero } } },
        { "'EntryPoint' is \"../x:C\": it leaves the plugin's folder", new() { Id = s_id, EntryPoint = new("../x", "C") } },
        { "'Priority' is -1, but must be 0 or more", new() { Id = s_id, Priority = -1 } },
        { "'DependsOn[0]' is \"No\", but must be a name", new() { Id = s_id, DependsOn = [new("No")] } },
        { "'TryFirst' and 'TryLast' are both true", new() { Id = s_id, TryFirst = true, TryLast = true } },
        { "'StartupTimeout' is 00:00:00, but must be a time above zero", new() { Id = s_id, StartupTimeout = TimeSpan.Zero } },
        { "'TeardownTimeout' is -00:00:01", new() { Id = s_id, TeardownTimeout = TimeSpan.FromSeconds(-1) } },
        { "'ExecutionModel' is 9, but must be one of Sync, Async", new() { Id = s_id, ExecutionModel = (PluginExecutionModel)9 } },
        { "'Reload' is 9", new() { Id = s_id, Reload = (PluginReloadMode)9 } },
        { "'Capabilities[0]' is empty", new() { Id = s_id, Capabilities = [""] } },
        { "'Authors' is null", new() { Id = s_id, Authors = null! } },
        { "'Resources' is null", new() { Id = s_id, Resources = null! } },
        { "'Resources.Required[0]' is null", new() { Id = s_id, Resources = new() { Required = [null!] } } },
        { "'UnitOfWork.EstimatedDuration' is 00:00:00", new() { Id = s_id, UnitOfWork = new() { EstimatedDuration = TimeSpan.Zero } } },
        { "'ChainWrap.Hooks[0]' is empty", new() { Id = s_id, ChainWrap = new() { Kinds = ["*"], Hooks = [""] } } },
        { "'Metadata' is null", new() { Id = s_id, Metadata = null! } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Add_ManifestThatBreaksARule_IsUnavailableAndSaysWhy(string says, PluginManifest manifest)
    {
        await using var provider = await TestProvider.StartAsync(o => o.Add(manifest, new CodePlugin()));

        var plugin = provider.Status(s_id.ToString());
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.ManifestInvalid), (plugin.State, plugin.Code));
        Assert.Contains($"the manifest given in code: {says}", plugin.Reason, StringComparison.Ordinal);
        Assert.Null(plugin.Path);
    }

    [Fact]
    public async Task Add_SoundManifestWithEverything_IsReady()
    {
        var manifest = new PluginManifest
        {
            Id = s_id,
            SchemaVersion = "1.0",
            CoreVersion = "^0.2",
            Runtimes = ["mcp_stdio", "in_process"],
            EntryPoint = new("plugin", "Some.Class"),
            DependsOn = [],
            McpStdio = new() { Command = ["x"] },
            McpHttp = new() { UrlText = "https://${HOST}/mcp", Headers = new Dictionary<string, string> { ["X-Key"] = "${KEY}" }, ToolsAllow = ["*"] },
            StartupTimeout = TimeSpan.FromMilliseconds(1500),
            UnitOfWork = new() { EstimatedDuration = TimeSpan.FromMilliseconds(1) },
            ChainWrap = new() { Kinds = ["*"], Hooks = ["*"] },
        };
        await using var provider = await TestProvider.StartAsync(o => o.Add(manifest, new CodePlugin()));

        Assert.Equal(PluginState.Ready, provider.Status(s_id.ToString()).State);
        Assert.Equal("x", provider.Greeter("given").Greet("x"));
    }

    [Fact]
    public void Check_SeveralProblems_ReportsAllInTheOrderOfTheChecks()
    {
        var result = new ManifestLoadResult(GivenManifestRules.Check(new() { Id = s_id, Priority = -1, EntryPoint = new("a/b", "C"), Runtimes = [], CoreVersion = "latest", SchemaVersion = "x" }), ManifestLoadOptions.Default);

        Assert.Equal(["plugin.schema_version", "plugin.core_version", "plugin.runtime", "plugin.entry_point", "plugin.priority"], result.Problems.Select(static problem => problem.Path));
        Assert.Null(result.Manifest);
    }
}
