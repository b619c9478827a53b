using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Secrets at the place where what a server says is cut: their beginnings would not be known any more.</summary>
public sealed class CutSecretTests
{
    private const string Secret = "s3cr3t-of-env-4711";

    private static readonly string s_cut = new string('x', 190) + Secret;

    [Fact]
    public async Task ReadError_TypeAndCode_AreMaskedBeforeTheyAreCut()
    {
        await using var server = FakeServer.Start(static server => server.On = async message => (string?)message["method"] == "tools/call" && await server.RespondAsync(message, new JsonObject
        {
            ["isError"] = true,
            ["content"] = new JsonArray(),
            ["_meta"] = new JsonObject { [WireKeys.Error] = new JsonObject { ["type"] = s_cut, ["code"] = s_cut, ["message"] = Secret, ["data"] = new JsonArray(Secret) } },
        }));
        await using var connection = await server.ConnectAsync(Masking(server));

        using var result = await connection.CallAsync();
        var error = result.ReadError()!;

        Assert.Equal(new string('x', 190) + "***", error.Type);
        Assert.Equal(error.Type, error.Code);
        Assert.Equal("***", error.Message);
        Assert.Equal("""["***"]""", error.Data.Value!.Value.GetRawText());
    }

    [Fact]
    public async Task Notification_ThatIsNotRead_IsToldWithoutThem()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(Masking(server));
        using var other = connection.Subscribe("x", static _ => throw new InvalidTimeZoneException($"of a handler: {Secret}"));

        await server.NotifyAsync("x", new() { ["a"] = s_cut });
        using var result = await connection.CallAsync();

        var told = Assert.Single(server.Reports).Text;
        Assert.Contains("of a handler: ***", told, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", told, StringComparison.Ordinal);
    }

    private static McpConnectionOptions Masking(FakeServer server) => server.Options() with { Mask = static text => text.Replace(Secret, "***", StringComparison.Ordinal) };
}
