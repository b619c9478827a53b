using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>JSON that has half of a pair of characters.</summary>
public sealed class HalfPairTests
{
    [Theory]
    [InlineData(""" "\ud83d" """, "\uFFFD")]
    [InlineData(""" "\uDE00" """, "\uFFFD")]
    [InlineData(""" "\ud83d\uDE00" """, "\U0001F600")]
    [InlineData(""" "\ud83d\ud83d\ude00x" """, "\uFFFD\U0001F600x")]
    [InlineData(""" "\ud83d\n" """, "\uFFFD\n")]
    [InlineData(""" "\\ud83d" """, "\\ud83d")]
    [InlineData(""" "\\\ud83d" """, "\\\uFFFD")]
    [InlineData(""" "\u00e9\ud83d\u00e9" """, "\u00e9\uFFFD\u00e9")]
    public void Parse_TextWithHalves_CanBeRead(string json, string expected)
    {
        using var document = JsonText.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal(expected, document.RootElement.GetString());
    }

    [Fact]
    public void Parse_BytesThatAreNotUtf8_CanBeRead()
    {
        using var broken = JsonText.Parse(Encoding.Latin1.GetBytes("\"a\u00FFb\""));

        Assert.Equal("a\uFFFDb", broken.RootElement.GetString());
    }

    [Fact]
    public void Mend_NothingWrong_IsNotCopied()
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes(""" {"a":"\ud83d\ude00 \\u \" \u00e9"} """);

        Assert.Equal(json, HalfPairs.Mend(json));
    }

    [Theory]
    [InlineData("\"\\ud8")]
    [InlineData("\"\\")]
    [InlineData("\\u")]
    public void Parse_JsonThatEndsWithinAnEscape_IsNone(string json) => Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Apply_NamesTextsAndNumbers_AreMasked()
    {
        var json = JsonMask.Apply(Encoding.UTF8.GetBytes("""{"a":["x 4711 y",47110.5,true,null],"4711":{"b\ud83d":"é"},"a":1}"""), static text => text.Replace("4711", "***", StringComparison.Ordinal));

        Assert.Equal("{\"a\":[\"x *** y\",\"***0.5\",true,null],\"***\":{\"b\uFFFD\":\"é\"},\"a\":1}", Encoding.UTF8.GetString(json.Span));
    }

    [Fact]
    public async Task ListTools_NameWithHalfOfAPair_IsLeftOutAndTold()
    {
        await using var server = FakeServer.Start(static server => server.On = async message =>
        {
            if ((string?)message["method"] != "tools/list")
            {
                return false;
            }

            await server.WriteLineAsync($$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"tools":[{"name":"cut \ud83d"},{"name":"a","description":"cut \ud83d"}],"resultType":"complete"}}""");
            return true;
        });
        await using var connection = await server.ConnectAsync();

        var tool = Assert.Single(await connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("a", "cut \uFFFD"), (tool.Name, tool.Description));
        Assert.Contains("a tool whose name has half of a pair of characters", Assert.Single(server.Reports).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"é😀<","b":["\ud83d"],"c":5}""", """{"a":"é😀<","b":["\ud83d"],"c":5}""")]
    [InlineData("""{"a":"\u00e9<"}""", """{"a":"é<"}""")]
    public void Write_Node_IsAsItCameWithoutNeedlessEscapes(string json, string expected)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        _ = node["a"];

        using var result = NodeBytes.Write(node);

        Assert.Equal(expected, Encoding.UTF8.GetString(result.Json.Span));
    }
}
