using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a server gets of secrets, and who else does not.</summary>
[Collection(nameof(Alone))]
public sealed class HttpSecretTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Authorization", "s3cr3t-4711", "Bearer s3cr3t-4711")]
    [InlineData("authorization", "Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz")]
    [InlineData("Authorization", "bearer s3cr3t-4711", "bearer s3cr3t-4711")]
    [InlineData("X-Api-Key", "s3cr3t-4711", "s3cr3t-4711")]
    public async Task Auth_OfTheManifest_IsSentWithEachRequest(string header, string secret, string sent)
    {
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_AUTH", secret);
        await using var server = await DeskServer.StartAsync(hasSessions: true);
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = $"auth_header = \"{header}\"\nauth_secret_env = \"DAGSTACK_TEST_DESK_AUTH\"" });

        await host.Desk.ReadAsync("x", Token);

        Assert.All(server.Seen, request => Assert.Equal(sent, request.Headers[header]));
    }

    [Fact]
    public async Task References_InAddressAndHeaders_AreExpanded()
    {
        await using var server = await DeskServer.StartAsync();
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_PORT", server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = "http://127.0.0.1:${DAGSTACK_TEST_DESK_PORT}/${config:path}",
            Http = """headers = { X-Greeting = "${config:greeting} $$5 ${NOT_SET_ANYWHERE:-x}" }""",
            Configuration = new() { ["desk:web:path"] = "mcp", ["desk:web:greeting"] = "hello" },
        });

        await host.Desk.ReadAsync("x", Token);

        Assert.Equal("hello $5 x", server.Seen[^1].Headers["X-Greeting"]);
    }

    [Fact]
    public async Task Redirect_ToAnotherServer_IsNotFollowed()
    {
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_AUTH", "s3cr3t-4711");
        await using var other = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync();
        server.On = (context, request) =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = other.Address.ToString();
            return Task.FromResult(request.Message is "tools/call");
        };
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = "auth_header = \"X-Api-Key\"\nauth_secret_env = \"DAGSTACK_TEST_DESK_AUTH\"" });

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("redirects, which is not followed", fault.Message, StringComparison.Ordinal);
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task Secrets_ThatAServerTellsEverywhere_AreInNoLogStatusSpanOrError()
    {
        const string OfHeader = "s3cr3t-of-header-1";
        const string OfAuth = "s3cr3t-of-auth-2222";
        const string OfSetup = "s3cr3t-of-setup-333";
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_HEADER", OfHeader);
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_AUTH", OfAuth);
        using var spans = new SpanTexts();
        const string All = $"{OfHeader} {OfAuth} {OfSetup}";
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.setup"]);
        server.On = async (context, request) =>
        {
            var what = request.Tool?.StartsWith("desk.web", StringComparison.Ordinal) == true ? (string?)JsonNode.Parse(request.Body)!["params"]!["arguments"]!["what"] : null;
            switch (what)
            {
                case null or "ok":
                    return false;
                case "status":
                    context.Response.StatusCode = 500;
                    await context.Response.WriteAsync(All);
                    return true;
                case "error":
                    context.Response.StatusCode = 400;
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(request.Body)!["id"]!.DeepClone(), ["error"] = new JsonObject { ["code"] = -32000, ["message"] = All } }.ToJsonString());
                    return true;
                case "nonsense":
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync($"{{ {All}");
                    return true;
                default:
                    await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], new JsonObject { ["isError"] = true, ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = All }) });
                    return true;
            }
        };
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Http = """
                auth_secret_env = "DAGSTACK_TEST_DESK_AUTH"
                headers = { X-More = "for ${DAGSTACK_TEST_DESK_HEADER} only" }
                """,
            Configuration = new() { ["desk:web:api_key"] = OfSetup },
        });
        var texts = new List<string>();
        foreach (var what in new[] { "status", "error", "nonsense", "tool" })
        {
            texts.Add((await Assert.ThrowsAnyAsync<PluginRegistryException>(() => host.Desk.WriteAsync(what, Token))).ToString());
        }

        // A start that fails is told too.
        server.On = static async (context, _) =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync(All);
            return true;
        };
        await using var second = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = """headers = { X-More = "for ${DAGSTACK_TEST_DESK_HEADER} only", Cookie = "a=s3cr3t-of-auth-2222" }""", Configuration = new() { ["desk:web:api_key"] = OfSetup } });
        await Wait.UntilAsync(() => second.Status.State == PluginState.Unavailable, "failed");
        await second.StopAsync();
        await host.StopAsync();

        Assert.Contains(server.Seen, static request => request.Headers["X-More"] == $"for {OfHeader} only" && request.Headers.GetValueOrDefault("Authorization") == $"Bearer {OfAuth}");
        Assert.NotEmpty(spans.Texts);
        Assert.All([.. host.Logs.Lines, .. second.Logs.Lines, .. spans.Texts, .. texts, $"{second.Status} {second.Status.Reason}"], static text =>
        {
            Assert.DoesNotContain(OfHeader, text, StringComparison.Ordinal);
            Assert.DoesNotContain(OfAuth, text, StringComparison.Ordinal);
            Assert.DoesNotContain(OfSetup, text, StringComparison.Ordinal);
        });
    }
}
