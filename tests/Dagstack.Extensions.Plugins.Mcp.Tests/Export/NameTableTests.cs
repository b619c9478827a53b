using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>What a server keeps of names: those of tools, and not of all that there ever were.</summary>
public sealed class NameTableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_ThatClientsInvent_AreNobodysAndFreeForTools()
    {
        var has = false;
        await using var web = await WebExport.StartAsync(static e => e.Export("tool:a"), o => o.Add("tool:a", new ManyFunctions(() => has ? [ManyFunctions.Function("late")] : [])));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);

        foreach (var name in new[] { "a_late", "a.late", "tool.a.execute.late", new string('x', 10_000), string.Empty })
        {
            await Assert.ThrowsAnyAsync<McpException>(() => client.CallToolAsync(name, cancellationToken: Token).AsTask());
        }

        has = true;
        await RestartAsync(web);

        Assert.Equal(["a_late"], await NamesAsync(client));
    }

    [Fact]
    public async Task Names_OfThousandsOfFunctionsThatCameAndWent_AreForgotten()
    {
        IReadOnlyList<ToolSchema> functions = [ManyFunctions.Function("b_c")];
        await using var web = await WebExport.StartAsync(
            static e => e.Export("tool:a*"),
            o => o.Add("tool:a", new ManyFunctions(() => functions)).Add("tool:a_b", new OneFunction("c")));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);
        Assert.All(await NamesAsync(client), static name => Assert.Matches("^a_b_c_[0-9a-f]{8}$", name));

        functions = [];
        await RestartAsync(web);
        Assert.Matches("^a_b_c_[0-9a-f]{8}$", Assert.Single(await NamesAsync(client)));

        functions = [.. Enumerable.Range(0, 5000).Select(static i => ManyFunctions.Function($"f{i}"))];
        await RestartAsync(web);
        Assert.Equal(5001, (await NamesAsync(client)).Count);
        functions = [];
        await RestartAsync(web);
        await NamesAsync(client);

        Assert.Equal(["a_b_c"], await NamesAsync(client));
    }

    /// <summary>Starts the plugin anew, which is asked then for its functions.</summary>
    private static async Task RestartAsync(WebExport web)
    {
        await web.Registry.TeardownPluginAsync("tool:a", Token);
        Assert.True((await web.Registry.SetupPluginAsync("tool:a", Token)).IsServing);
    }

    private static async Task<List<string>> NamesAsync(McpClient client) => [.. (await client.ListToolsAsync(cancellationToken: Token)).Select(static tool => tool.Name)];
}
