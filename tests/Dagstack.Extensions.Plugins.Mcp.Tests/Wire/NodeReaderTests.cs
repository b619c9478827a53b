using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>What the SDK is shown of messages.</summary>
public sealed class NodeReaderTests
{
    [Theory]
    [InlineData("""{"isError":true,"content":[{"text":"s3cr3t \ud83d"}]}""")]
    [InlineData("""{"isError":true,"a":{"s3cr3t":1,"***":2}}""")]
    public void TryRead_ResultThatIsAnError_IsMaskedAndReadable(string result)
    {
        var shown = Assert.IsType<JsonRpcResponse>(Read(Answer(result)));

        Assert.DoesNotContain("s3cr3t", shown.Result!.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool)shown.Result["isError"]!);
    }

    [Theory]
    [InlineData("""{"isError":true,"s3cr3t\ud83d":1}""")]
    [InlineData("""{"isError":true,"a":"s3cr3t","a":2}""")]
    [InlineData("""{"isError":true,"s3cr3t":1,"***":2}""")]
    [InlineData("""{"isError":true,"a":[{"s3cr3t\ud83d":1}]}""")]
    [InlineData("""{"content":[],"content":[]}""")]
    [InlineData("""{"\ud83d":1}""")]
    public void TryRead_ResultThatCannotBeRead_IsTheErrorOfItsRequest(string result)
    {
        var shown = Assert.IsType<JsonRpcError>(Read(Answer(result)));

        Assert.Equal(new RequestId(1), shown.Id);
        Assert.StartsWith("What the server answered cannot be read", shown.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ResultThatIsNoError_IsAsItCame()
    {
        var answer = Answer("""{"content":[{"text":"s3cr3t \ud83d"}]}""");
        var result = answer.Result;

        var shown = Assert.IsType<JsonRpcResponse>(Read(answer));

        Assert.Same(result, shown.Result);
    }

    [Theory]
    [InlineData("""{"at":"s3cr3t \ud83d"}""", """{"at":"*** \uFFFD"}""")]
    [InlineData("\"s3cr3t\"", "\"***\"")]
    public void TryRead_Error_IsMaskedWithItsData(string data, string expected)
    {
        var shown = Assert.IsType<JsonRpcError>(Read(new JsonRpcError { Id = new(1), Error = new() { Code = 1, Message = "a s3cr3t", Data = JsonElement.Parse(data) } }));

        Assert.Equal("a ***", shown.Error.Message);
        Assert.Equal(JsonElement.Parse(expected).GetRawText().Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal), Assert.IsType<JsonElement>(shown.Error.Data).GetRawText());
    }

    [Theory]
    [InlineData("""{"data":"cut \ud83d"}""", 1)]
    [InlineData("""{"a":1,"a":2}""", 1)]
    [InlineData("""{"\ud83d":1}""", 0)]
    public void TryRead_Notification_IsToldWhereItCanBeRead(string parameters, int expected)
    {
        var told = new List<string>();
        var hub = new NotificationHub(new());
        hub.Subscribe("x", bytes => told.Add(JsonText.Parse(bytes.ToArray()).RootElement.GetRawText()));

        Read(new JsonRpcNotification { Method = "x", Params = JsonNode.Parse(parameters) }, hub);

        Assert.Equal(expected, told.Count);
    }

    private static JsonRpcResponse Answer(string result) => new() { Id = new(1), Result = JsonNode.Parse(result) };

    private static JsonRpcMessage Read(JsonRpcMessage message, NotificationHub? hub = null)
    {
        var channel = Channel.CreateUnbounded<JsonRpcMessage>();
        channel.Writer.TryWrite(message);

        Assert.True(new NodeReader(channel.Reader, hub ?? new(new()), static text => text.Replace("s3cr3t", "***", StringComparison.Ordinal)).TryRead(out var shown));
        return shown;
    }
}
