using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>The servers of samples/Polyglot, which plugin authors begin with.</summary>
public sealed class SampleServerTests
{
    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task ListTools_NamesHooksAndReservedOnes_WithStrictSchemas(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);

        var tools = await server.Connection.ListToolsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["dagstack.setup", "dagstack.health", "dagstack.teardown", .. new[] { "about", "count", "read" }.Select(hook => $"reader.{language}.{hook}")],
            tools.Select(static tool => tool.Name));
        Assert.All(tools, static tool => Assert.Equal(("object", "object"), (tool.InputSchema.GetProperty("type").GetString(), tool.OutputSchema!.Value.GetProperty("type").GetString())));
        var count = tools.Single(static tool => tool.Name.EndsWith(".count", StringComparison.Ordinal));
        Assert.Equal("Counts the words of a text.", count.Description);
        Assert.Equal("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}""", JsonNode.Parse(count.InputSchema.GetRawText())!.ToJsonString());
        Assert.Equal("""{"type":"object","properties":{"result":{"type":"integer"}},"required":["result"]}""", JsonNode.Parse(count.OutputSchema!.Value.GetRawText())!.ToJsonString());
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Life_SetupHealthCallsTeardown_Answer(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);

        Assert.Equal("{}", await server.ResultAsync("dagstack.setup", """{"config":{"max_length":"7"},"manifest":{},"resources":{},"host":{"core_version":"0.2.0","binding":"dotnet"}}"""));
        Assert.Equal("""{"status":"healthy"}""", await server.ResultAsync("dagstack.health"));
        Assert.Equal("""{"result":2}""", await server.ResultAsync("count", """{"text":" a  b "}"""));
        var about = await server.CallAsync("about", meta: new WireMeta().With("dev.dagstack/metadata", new JsonObject { ["tenant_id"] = "acme" }));
        Assert.Equal((server.Child.Id, "acme"), ((int?)about["structuredContent"]!["process"], (string?)about["structuredContent"]!["tenant"]));
        Assert.Equal(about["structuredContent"]!.ToJsonString(), JsonNode.Parse((string)about["content"]![0]!["text"]!)!.ToJsonString());
        Assert.Equal("""{"released":true}""", await server.ResultAsync("dagstack.teardown"));
        Assert.Empty(server.Reports);
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Call_ThatFails_HasTypeCodeMessageAndData(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);
        await server.CallAsync("dagstack.setup", """{"config":{"max_length":3}}""");

        using var result = await server.Connection.CallAsync("""{"text":"too long"}""", $"{server.Name}.count");

        Assert.True(result.IsError);
        Assert.True(result.Structured.IsEmpty);
        Assert.Equal("The text is too long.", result.ReadText().Text());
        var error = Assert.IsType<WireRemoteError>(result.ReadError());
        Assert.Equal(("PluginError", "too_long", "The text is too long.", """{"length":8}"""), (error.Type, error.Code, error.Message, JsonNode.Parse(error.Data.Value!.Value.GetRawText())!.ToJsonString()));
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Read_TellsProgressAndCheckpoints_AndGoesOnFromTheLastOne(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);
        var told = new Told();

        var result = await server.CallAsync("read", """{"pages":["one two","three","four five six"]}""", new WireMeta().With("dev.dagstack/metadata", new JsonObject { ["unit_id"] = "u1" }), told);

        Assert.Equal(6, (int?)result["structuredContent"]!["result"]);
        Assert.Equal([(1, 3), (2, 3), (3, 3)], told.All.Select(static one => ((int)one.Progress, (int?)one.Total)));
        Assert.Equal(
            [(1, 2), (2, 3), (3, 6)],
            server.Checkpoints.Select(static one => ((int)one["value"]!["page"]!, (int)one["value"]!["words"]!)));
        var key = Assert.Single(server.Checkpoints.Select(static one => (string)one["key"]!).Distinct());
        Assert.All(server.Checkpoints, static one => Assert.Equal("u1", (string?)one["unit_id"]));

        // Handed over with setup, to another process, or with a call.
        await using var next = await LanguageServer.ConnectAsync(language, era);
        await next.CallAsync("dagstack.setup", """{"config":{}}""", Kept(key, page: 2, words: 100));
        Assert.Equal("""{"result":103}""", await next.ResultAsync("read", """{"pages":["one two","three","four five six"]}"""));
        Assert.Equal("""{"result":2}""", await next.ResultAsync("read", """{"pages":["others","these"]}"""));
        Assert.Equal("""{"result":203}""", await next.ResultAsync("read", """{"pages":["one two","three","four five six"]}""", Kept(key, page: 2, words: 200)));
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Log_LevelIsAskedFor_IsAMessage_OtherwiseALineOfErrorOutput(string language, string era)
    {
        await using (var server = await LanguageServer.ConnectAsync(language, era, logLevel: "info"))
        {
            await server.CallAsync("dagstack.setup", """{"config":{}}""");
            var log = Assert.Single(server.Logs);
            Assert.Equal(("info", "ready to read"), (log.Level, log.Data.GetString()));
            Assert.Empty(server.ErrorLines);
        }

        await using (var server = await LanguageServer.ConnectAsync(language, era, logLevel: "error"))
        {
            await server.CallAsync("dagstack.setup", """{"config":{}}""");
            Assert.Empty(server.Logs);
        }

        await using (var server = await LanguageServer.ConnectAsync(language, era))
        {
            await server.CallAsync("dagstack.setup", """{"config":{}}""");
            await Wait.UntilAsync(() => !server.ErrorLines.IsEmpty);
            Assert.Equal("ready to read", Assert.Single(server.ErrorLines));
            Assert.Empty(server.Logs);
        }
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Input_Ends_ServerEndsAtOnceWhateverItIsDoing(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language);
        await server.CallAsync("dagstack.setup", """{"config":{"seconds_per_page":600}}""");
        var told = server.CallAsync("read", """{"pages":["a"]}""");
        await server.CallAsync("about");

        await server.Child.Input.DisposeAsync();
        var end = await Children.EndAsync(server.Child);

        Assert.Equal((0, null), (end.ExitCode, end.Signal));
        Assert.Equal(WireFault.Gone, (await Assert.ThrowsAsync<WireException>(() => told)).Fault);
        Assert.Equal(["ready to read"], server.ErrorLines);
    }

    private static WireMeta Kept(string key, int page, int words) => new WireMeta().With("dev.dagstack/checkpoint", new JsonObject
    {
        [key] = new JsonObject { ["value"] = new JsonObject { ["page"] = page, ["words"] = words }, ["version"] = "2" },
    });
}
