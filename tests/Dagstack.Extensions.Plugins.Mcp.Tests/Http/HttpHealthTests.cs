using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Health checks that come to nothing.</summary>
public sealed class HttpHealthTests
{
    [Fact]
    public async Task Health_ThreeConnectionsInARowThatBreak_AreAnEnd()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.health"]);
        var breaks = false;
        server.On = async (context, request) =>
        {
            if (request.Tool != "dagstack.health")
            {
                return false;
            }

            if (Volatile.Read(ref breaks))
            {
                context.Abort();
                return true;
            }

            await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], new JsonObject { ["structuredContent"] = new JsonObject { ["status"] = "healthy" }, ["content"] = new JsonArray() });
            return true;
        };
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Options = static options => (options.HealthInterval, options.HealthFailures) = (TimeSpan.FromMilliseconds(50), 10),
        });

        Volatile.Write(ref breaks, true);

        await host.Logs.WaitForAsync("its server did not answer three health checks in a row.");
        Volatile.Write(ref breaks, false);
        await host.ReadyAfterAsync(1);
    }
}
