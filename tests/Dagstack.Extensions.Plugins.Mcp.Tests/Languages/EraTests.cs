using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>How plugins in other languages are greeted.</summary>
public sealed class EraTests
{
    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Connect_EitherEra_IsThatEra(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);

        Assert.Equal(era, server.Connection.Era.ToString());
        Assert.Equal(era == nameof(ProtocolEra.Initialize) ? "2025-11-25" : "2026-07-28", server.Connection.ProtocolVersion);
        Assert.NotNull(server.Connection.Capabilities.Tools);
        await server.Connection.ProbeAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Empty(server.Reports);
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Initialize_KnownRevision_IsTaken_AnotherOneIsAnsweredByTheNewest(string language)
    {
        await using var server = LanguageServer.Start(language);

        foreach (var (asked, given) in new[] { ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("1999-01-01", "2025-11-25") })
        {
            var answer = await server.AskAsync($$$$"""{"jsonrpc":"2.0","id":"{{{{asked}}}}","method":"initialize","params":{"protocolVersion":"{{{{asked}}}}","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
            Assert.Equal((asked, given), ((string?)answer["id"], (string?)answer["result"]!["protocolVersion"]));
        }
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Request_OfARevisionToCome_IsRefusedWithThoseThatThereAre(string language)
    {
        await using var server = LanguageServer.Start(language);

        var answer = await server.AskAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"}}}""");

        Assert.Equal(-32022, (int?)answer["error"]!["code"]);
        Assert.Equal("""{"supported":["2026-07-28"],"requested":"2099-01-01"}""", answer["error"]!["data"]!.ToJsonString());
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Request_WithoutAGreeting_IsServed(string language)
    {
        await using var server = LanguageServer.Start(language);

        var answer = await server.AskAsync($$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"reader.{{{{language}}}}.count","arguments":{"text":"a b c"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}""");

        Assert.Equal(3, (int?)answer["result"]!["structuredContent"]!["result"]);
    }
}
