using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>What clients say besides the arguments, over HTTP.</summary>
public sealed class MetadataTests
{
    private const string Said = """
        "dev.dagstack/metadata":{"tenant_id":"other","actor":"root","quota_budget":9,"depth":3}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_OfAnyClient_IsWithoutWhatSaysWhoCalls()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"));

        var context = await ContextAsync(web, Said);

        Assert.Equal("3", context.GetProperty("depth").GetString());
        Assert.All(["tenant_id", "actor", "quota_budget"], key => Assert.False(context.TryGetProperty(key, out _), key));
    }

    [Fact]
    public async Task Metadata_ThatTheApplicationMaps_IsWhatItMakes()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").MapMetadata = static (user, said) => new Dictionary<string, object?>(said) { ["actor"] = user?.Identity?.Name ?? "nobody" });

        var context = await ContextAsync(web, Said);

        Assert.Equal(("other", "nobody"), (context.GetProperty("tenant_id").GetString(), context.GetProperty("actor").GetString()));
    }

    [Fact]
    public async Task Metadata_MapThatThrows_IsTheErrorOfThatCallAlone()
    {
        var calls = 0;
        await using var web = await WebExport.StartAsync(e => e.Export("chunker:*").MapMetadata = (_, said) => ++calls == 1 ? throw new InvalidTimeZoneException("nobody is known here") : said);

        var failed = (await CallAsync(web, Said)).GetProperty("result");
        var context = await ContextAsync(web, Said);

        Assert.True(failed.GetProperty("isError").GetBoolean());
        Assert.Contains("nobody is known here", failed.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("other", context.GetProperty("tenant_id").GetString());
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "\"dev.dagstack/metadata\":{\"tenant_id\":{}}", "'tenant_id' in 'dev.dagstack/metadata' is {}, expected a text" },
        { "\"dev.dagstack/metadata\":[1]", "expected an object" },
        { "\"dev.dagstack/metadata\":{\"a\":1e400}", "the number 1e400 is too large" },
        { "\"dev.dagstack/metadata\":{\"a\":1,\"a\":2}", "has a key twice" },
        { $"\"dev.dagstack/metadata\":{{{string.Join(',', Enumerable.Range(0, 65).Select(static i => $"\"k{i}\":1"))}}}", "has 65 keys, and may have 64" },
        { $"\"dev.dagstack/metadata\":{{\"a\":\"{new string('x', 20_000)}\"}}", "bytes, and may have 16384" },
        { $"\"tracestate\":\"{new string('x', 513)}\"", "has 513 characters, and may have 512" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task Metadata_ThatCannotBeTaken_IsRefusedWithWhatIsWrong(string meta, string expected)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"));

        var error = (await CallAsync(web, meta)).GetProperty("error");

        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains(expected, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfTheSdkAtTrace_HasNoMessages()
    {
        using var lines = new Stdio.LogLines();
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"), services: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines)));

        await CallAsync(web, "\"dev.dagstack/metadata\":{\"word\":\"hunter2\"}");

        Assert.DoesNotContain(lines.Lines, static line => line.Contains("hunter2", StringComparison.Ordinal));
        Assert.Contains(lines.Lines, static line => line.Contains(" ModelContextProtocol", StringComparison.Ordinal));
    }

    private static async Task<JsonElement> ContextAsync(WebExport web, string meta) => (await CallAsync(web, meta)).GetProperty("result").GetProperty("structuredContent").GetProperty("result");

    private static async Task<JsonElement> CallAsync(WebExport web, string meta)
    {
        using var http = new HttpClient();
        using var response = await http.SendAsync(RawRequest.Make(web.Url, "tools/call", "\"name\":\"chunker_fixed_context\"", meta, tool: "chunker_fixed_context"), Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(text.Contains("{\"", StringComparison.Ordinal), $"{response.StatusCode}: {text}");
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return JsonElement.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..text.LastIndexOf('}')] + "}");
    }
}
