using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers that want to be called again, with more.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("""{"resultType":"input_required","requestState":"s"}""")]
    [InlineData("""{"resultType":"input_required","requestState":"s","inputRequests":{}}""")]
    [InlineData("""{"resultType":"input_required","requestState":"s","inputRequests":{"one":{"method":"elicitation/create","params":{"message":"?","requestedSchema":{"type":"object","properties":{}}}}}}""")]
    [InlineData("""{"resultType":"input_required"}""")]
    public async Task Call_AnswerThatWantsMore_IsRefusedAndNotCalledAgain(string result)
    {
        await using var server = await DeskServer.StartAsync();
        server.On = async (context, request) =>
        {
            if (request.Tool != "desk.web.write")
            {
                return false;
            }

            await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], JsonNode.Parse(result)!);
            return true;
        };
        await using var host = await DeskHost.OfAsync(server);

        var fault = await Assert.ThrowsAsync<RuntimeNotSupportedException>(() => host.Desk.WriteAsync("x", TestContext.Current.CancellationToken));

        Assert.Contains("asks for input", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.CountOf("desk.web.write"));
        Assert.Equal("x", await host.Desk.ReadAsync("x", TestContext.Current.CancellationToken));
    }
}
