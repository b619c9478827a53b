using System.Text;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Arguments that a server wants to have in headers too, as from 2026-07-28 on.</summary>
public sealed class ToolHeaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eu-1", "eu-1")]
    [InlineData("", "")]
    [InlineData("two words", "two words")]
    [InlineData(" Größe\n", null)]
    public async Task Call_ArgumentWithAHeader_IsInThatToo(string what, string? header)
    {
        await using var server = await StartAsync("""{"type":"string","x-mcp-header":"Region"}""");
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal(what, await host.Desk.ReadAsync(what, Token));

        var call = server.Seen.Single(static request => request.Tool == "desk.web.read");
        Assert.Equal(header ?? $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(what))}?=", call.Headers["Mcp-Param-Region"]);
        Assert.Equal("desk.web.read", call.Headers["Mcp-Name"]);
    }

    [Fact]
    public async Task Call_ServerOfTheFirstEra_HasNoSuchHeader()
    {
        await using var server = await StartAsync("""{"type":"string","x-mcp-header":"Region"}""", hasSessions: true);
        await using var host = await DeskHost.OfAsync(server);

        await host.Desk.ReadAsync("eu-1", Token);

        Assert.DoesNotContain("Mcp-Param-Region", server.Seen.Single(static request => request.Tool == "desk.web.read").Headers.Keys);
    }

    [Fact]
    public async Task Call_ArgumentThatNoHeaderTakes_IsRefusedAndNotSent()
    {
        await using var server = await StartAsync("""{"type":"integer","x-mcp-header":"Size"}""", "size");
        server.Result = static (_, _) => new JsonObject { ["content"] = new JsonArray() };
        await using var host = await ForeignHost.StartHttpAsync("web", server.Address);

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.CallAsync("size", """{"what":9007199254740993}"""));

        Assert.Contains("An argument is to go into a header too, and cannot", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.CountOf("size"));
        await host.CallAsync("size", """{"what":7.0}""");
        Assert.Equal("7", server.Seen.Single(static request => request.Tool == "size").Headers["Mcp-Param-Size"]);
    }

    [Theory]
    [InlineData("""{"type":"string","x-mcp-header":""}""", "is empty")]
    [InlineData("""{"type":"number","x-mcp-header":"Region"}""", "unsupported type 'number'")]
    [InlineData("""{"type":"string","x-mcp-header":"a b"}""", "invalid character ' '")]
    [InlineData("""{"type":"string","x-mcp-header":7}""", "is not a string")]
    public async Task Start_ToolWhoseHeaderIsNotAllowed_IsLeftOut(string schema, string reason)
    {
        await using var server = await StartAsync(schema, "desk.web.more");
        await using var host = await DeskHost.OfAsync(server);

        await host.ReadyAsync();
        await host.Logs.WaitForAsync("the tool 'desk.web.more' is left out, since the protocol does not allow what its schema says by 'x-mcp-header'");
        await host.Logs.WaitForAsync(reason);
    }

    [Fact]
    public async Task Start_RequiredToolWhoseHeaderIsNotAllowed_IsNamedAsMissing()
    {
        await using var server = await StartAsync("""{"type":"string","x-mcp-header":""}""");
        await using var host = await DeskHost.OfAsync(server);

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable, "unavailable");
        Assert.Contains("desk.web.read", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ManifestWithSuchAHeader_IsRefused()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = "headers = { mcp-param-region = \"eu\" }" });

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains("which the protocol sets itself", host.Status.Reason, StringComparison.Ordinal);
    }

    /// <summary>Starts one whose tool has one argument of a schema.</summary>
    private static Task<DeskServer> StartAsync(string schema, string tool = "desk.web.read", bool hasSessions = false) => DeskServer.StartAsync(
        server => server.On = async (context, request) =>
        {
            if (request.Message != "tools/list")
            {
                return false;
            }

            var properties = new JsonObject { ["what"] = JsonNode.Parse(schema) };
            string[] names = tool.StartsWith("desk.", StringComparison.Ordinal) ? ["desk.web.read", "desk.web.write", tool] : [tool];
            await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], new JsonObject
            {
                ["tools"] = new JsonArray([.. names.Distinct().Select(name => new JsonObject
                {
                    ["name"] = name,
                    ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = name == tool ? properties.DeepClone() : new JsonObject() },
                })]),
            });
            return true;
        },
        hasSessions);
}
