using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Tool plugins that do not say what they have, or say what nobody can use: the tools of others are there.</summary>
public sealed class UnreadableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rubbish => ["throws", "null", "null among them", "no name", "a number", "a list", "not for objects", "a type that is none", "a keyword twice", "half a character"];

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task List_PluginThatSaysRubbish_HasTheToolsOfOthers(string what)
    {
        var isMended = false;
        await using var web = await WebExport.StartAsync(static e => e.Export("tool:mad").Export("tool:clock"), o => o.Add("tool:mad", new ManyFunctions(() => isMended ? [ManyFunctions.Function("cured")] : Say(what))));
        await using var client = await web.ConnectAsync(ExportHostProgram.Old);

        var names = await NamesAsync(client);
        var result = await client.CallToolAsync("clock_add_days", new Dictionary<string, object?> { ["date"] = "2026-01-31", ["days"] = 1 }, cancellationToken: Token);

        Assert.Contains("clock_add_days", names);
        Assert.All(names, static name => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", name));
        Assert.DoesNotContain("mad_bad", names);
        Assert.Equal("2026-02-01", result.StructuredContent!.Value.GetProperty("result").GetString());
        await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync("mad_bad", cancellationToken: Token).AsTask());

        isMended = true;
        await web.Registry.TeardownPluginAsync("tool:mad", Token);
        await web.Registry.SetupPluginAsync("tool:mad", Token);
        Assert.Equal(["clock_add_days", "mad_cured"], await NamesAsync(client));
    }

    [Fact]
    public async Task List_ThatCannotBeRead_IsAnErrorOfTheRequestAndALineInTheLogUntilItCan()
    {
        using var logs = new Stdio.LogLines();
        var functions = new FaultyFunctions();
        await using var web = await WebExport.StartAsync(
            static e => e.Export("tool:*"),
            o => o.Services.AddSingleton<ITools>(functions),
            services: services => services.AddSingleton<ILoggerProvider>(logs));
        using var http = new HttpClient();
        using var response = await http.SendAsync(RawRequest.Make(web.Url, "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}"), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        await RawRequest.ReadAsync(reader, "subscriptions/acknowledged");
        await using var client = await web.ConnectAsync(ExportHostProgram.New);

        await Assert.ThrowsAsync<McpProtocolException>(() => client.ListToolsAsync(cancellationToken: Token).AsTask());
        await logs.WaitForAsync("Whether the list of tools has changed is not known, since it cannot be read");
        functions.IsMended = true;
        await web.Registry.TeardownPluginAsync("tool:clock", Token);

        // The next change of a plugin is looked at again, and the client is told.
        await RawRequest.ReadAsync(reader, "list_changed");
        Assert.Empty(await client.ListToolsAsync(cancellationToken: Token));
    }

    private static async Task<IEnumerable<string>> NamesAsync(McpClient client) => (await client.ListToolsAsync(cancellationToken: Token)).Select(static tool => tool.Name);

    private static IReadOnlyList<ToolSchema> Say(string what) => what switch
    {
        "throws" => throw new InvalidTimeZoneException("nothing is said here"),
        "null" => null!,
        "null among them" => [null!],
        "no name" => [ManyFunctions.Function(string.Empty), ManyFunctions.Function(null!)],
        "a number" => [ManyFunctions.Function("bad", "7")],
        "a list" => [ManyFunctions.Function("bad", "[]")],
        "not for objects" => [ManyFunctions.Function("bad", """{"type":"rubbish"}""")],
        "a type that is none" => [ManyFunctions.Function("bad", """{"type":{}}""")],
        "a keyword twice" => [ManyFunctions.Function("bad", """{"title":"a","title":"b"}""")],
        _ => [ManyFunctions.Function("\ud800"), new() { Name = "half", Description = "\ud800", Parameters = JsonElement.Parse("{}") }],
    };

    private sealed class FaultyFunctions : ITools
    {
        public bool IsMended { get; set; }

        public ValueTask<IReadOnlyList<ToolFunction>> GetFunctionsAsync(CancellationToken cancellationToken = default) =>
            IsMended ? new([]) : throw new InvalidTimeZoneException("nobody can be asked");

        public ValueTask<JsonElement> CallAsync(string function, JsonElement args = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ITools With(PluginCallOptions options) => this;
    }
}
