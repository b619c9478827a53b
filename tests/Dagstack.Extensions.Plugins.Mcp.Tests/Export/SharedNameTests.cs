using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Tools by name: two that would have the same, and what is asked for one.</summary>
public sealed class SharedNameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_OfTwoFunctions_IsThatOfNeitherAlsoWhenOneIsGone()
    {
        using var lines = new Stdio.LogLines();
        await using var web = await WebExport.StartAsync(
            static e => e.Export("tool:a*"),
            static o => o.Add("tool:a", new OneFunction("b_c")).Add("tool:a_b", new OneFunction("c")),
            services: services => services.AddLogging(logging => logging.AddProvider(lines)));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);

        var both = await client.ListToolsAsync(cancellationToken: Token);
        await web.Registry.TeardownPluginAsync("tool:a", Token);
        var left = Assert.Single(await client.ListToolsAsync(cancellationToken: Token));

        Assert.Equal(2, both.Count);
        Assert.All(both, static tool => Assert.Matches("^a_b_c_[0-9a-f]{8}$", tool.Name));
        Assert.Equal("tool.a_b.execute.c", left.ProtocolTool.Meta!["dev.dagstack/name"]!.GetValue<string>());
        Assert.Contains(both, tool => tool.Name == left.Name);
        Assert.Equal("c", Assert.IsType<TextContentBlock>(Assert.Single((await client.CallToolAsync(left.Name, cancellationToken: Token)).Content)).Text);
        await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync("a_b_c", cancellationToken: Token).AsTask());
        Assert.Contains(lines.Lines, static line => line.Contains("would both be called 'a_b_c'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OfAHook_AsksNoToolPlugin()
    {
        var function = new OneFunction("c");
        await using var web = await WebExport.StartAsync(static e => e.Export("*:*"), o => o.Add("tool:a", function));
        using var http = new HttpClient();

        using var response = await http.SendAsync(RawRequest.Make(web.Url, "tools/call", "\"name\":\"chunker_fixed_context\"", tool: "chunker_fixed_context"), Token);

        Assert.Contains("structuredContent", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, function.Asked);
    }

    [Fact]
    public async Task Glob_ThatNoPluginFits_IsWarnedOf()
    {
        using var lines = new Stdio.LogLines();
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:fixt").Export("chunker:fixed.chunks").Export("tool:clock.*"), services: services => services.AddLogging(logging => logging.AddProvider(lines)));

        Assert.Equal(["chunker:fixt", "chunker:fixed.chunks"], lines.Lines.Where(static line => line.Contains("is exported by", StringComparison.Ordinal)).Select(static line => line.Split('\'')[1]));
    }
}
