using System.Buffers;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Payloads: an object of the parameters, or the only parameter itself.</summary>
public sealed class ArgumentsTests
{
    private readonly HookCodec _codec = CodecContract.Taking(
        CodecContract.Parameter<string>("text"),
        CodecContract.Parameter<int>("max_size", isOptional: true, defaultValue: 512),
        CodecContract.Parameter<bool?>("is_exact", isOptional: true, isNullable: true));

    [Fact]
    public void Write_ManyParameters_IsAnObjectOfTheirNames() =>
        Assert.Equal("""{"text":"a","max_size":3,"is_exact":null}""", _codec.Write("a", 3, null));

    [Theory]
    [InlineData("""{"text":"a","max_size":3,"is_exact":true}""", 3, true)]
    [InlineData("""{"is_exact":true,"max_size":3,"text":"a"}""", 3, true)]
    [InlineData("""{"text":"a"}""", 512, null)]
    [InlineData("""{"text":"a","is_exact":null}""", 512, null)]
    [InlineData("""{"\u0074ext":"a","max_size":1}""", 1, null)]
    public void Read_ManyParameters_OptionalOnesMayBeAbsent(string json, int maxSize, bool? isExact) =>
        Assert.Equal(["a", maxSize, isExact], _codec.Read(json));

    [Fact]
    public void Read_UnknownParameter_IsRefusedWithTheNearestName()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => _codec.Read("""{"text":"a","maxsize":1}"""));

        Assert.Equal("$.maxsize", fault.Path);
        Assert.Equal("The hook 'store' of the kind 'sink' has no parameter 'maxsize'. Did you mean 'max_size'? It has: text, max_size, is_exact.", fault.Message);
    }

    [Fact]
    public void Read_NoParameterAtAll_SaysThatThereIsNone() =>
        Assert.Equal("The hook 'store' of the kind 'sink' has no parameter 'x'. It has none.", Assert.Throws<PluginSerializationException>(() => CodecContract.Taking().Read("""{"x":1}""")).Message);

    [Fact]
    public void Read_MissingParameter_IsRefused()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => _codec.Read("""{"max_size":1}"""));

        Assert.Equal("text", fault.Parameter);
        Assert.Equal("The hook 'store' of the kind 'sink' needs the parameter 'text'. Give it a value.", fault.Message);
    }

    [Fact]
    public void NoNull_WhereTheContractHasNone_BothWays()
    {
        Assert.Contains("$.text is null. Give text, or let the contract say that 'text' may be null.", Assert.Throws<PluginSerializationException>(() => _codec.Read("""{"text":null}""")).Message, StringComparison.Ordinal);
        Assert.Contains("$.text is null.", Assert.Throws<PluginSerializationException>(() => _codec.Write(null, 1, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "a list")]
    [InlineData("\"text\"", "a text")]
    [InlineData("null", "null")]
    public void Read_NoObject_IsRefused(string json, string found) =>
        Assert.Equal($"The hook 'store' of the kind 'sink' takes an object of its parameters, and was given {found}. It has: text, max_size, is_exact.", Assert.Throws<PluginSerializationException>(() => _codec.Read(json)).Message);

    [Theory]
    [InlineData("""{"text":"a"} 1""")]
    [InlineData("""{"text":"a",}""")]
    [InlineData("""{"text":"a" """)]
    [InlineData("""{"text":""")]
    [InlineData("""{"text" "a"}""")]
    [InlineData("text")]
    [InlineData("""{"text":a}""")]
    public void Read_NotOneJsonValue_IsRefused(string json) =>
        Assert.Equal("SerializationError", Assert.Throws<PluginSerializationException>(() => _codec.Read(json)).Code);

    [Fact]
    public void OnlyParameter_Object_IsThePayload()
    {
        var codec = CodecContract.Taking<Point>();

        Assert.True(codec.TakesObject);
        Assert.Equal("""{"x":1,"y":2}""", codec.Write(new Point(1, 2)));
        Assert.Equal([new Point(1, 2)], codec.Read("""{"x":1,"y":2,"z":3}"""));
        Assert.Equal("$.x", Assert.Throws<PluginSerializationException>(() => codec.Read("""{"x":"one","y":2}""")).Path);
    }

    [Fact]
    public void OnlyParameter_StructThatIsAnObject_IsThePayload()
    {
        Assert.Equal("""{"x":1,"y":2}""", CodecContract.Taking<Spot>().Write(new Spot(1, 2)));
        Assert.Equal("""{"x":1,"y":2}""", CodecContract.Taking<Spot?>().Write(new Spot(1, 2)));
        Assert.Equal([null], CodecContract.Taking<Spot?>().Read("null"));
    }

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(int))]
    [InlineData(typeof(Dictionary<string, int>))]
    [InlineData(typeof(IReadOnlyDictionary<string, Point>))]
    [InlineData(typeof(List<Point>))]
    [InlineData(typeof(Point[]))]
    [InlineData(typeof((int, int)))]
    [InlineData(typeof(Tuple<int>))]
    [InlineData(typeof(JsonElement))]
    [InlineData(typeof(JsonDocument))]
    [InlineData(typeof(System.Text.Json.Nodes.JsonObject))]
    [InlineData(typeof(object))]
    [InlineData(typeof(Care))]
    public void OnlyParameter_NoObject_IsInAnObject(Type type) =>
        Assert.False(CodecContract.Taking(new HookParameter { Name = "value", WireName = "value", Type = type }).TakesObject);

    [Fact]
    public void OnlyParameter_Dictionary_IsInAnObject() =>
        Assert.Equal("""{"value":{"A":1}}""", CodecContract.Taking<Dictionary<string, int>>().Write(new Dictionary<string, int> { ["A"] = 1 }));

    [Fact]
    public void OnlyParameter_ElementThatIsNull_IsCarried() =>
        Assert.Equal(JsonValueKind.Null, ((JsonElement)CodecContract.Taking<JsonElement>().Read("""{"value":null}""")[0]!).ValueKind);

    [Fact]
    public void Payload_ThatMayBeNull_IsNull()
    {
        var codec = CodecContract.Taking(CodecContract.Parameter<Point>("value", isOptional: true, isNullable: true));

        Assert.Equal("null", codec.Write([null]));
        Assert.Equal([null], codec.Read("null"));
        Assert.Equal([null], codec.Read(string.Empty));
        Assert.Throws<PluginSerializationException>(() => CodecContract.Taking<Point>().Write([null]));
        Assert.Throws<PluginSerializationException>(() => CodecContract.Taking<Point>().Read("null"));
    }

    [Fact]
    public void Read_NoJson_IsNoArgument()
    {
        Assert.Equal([1], CodecContract.Taking(CodecContract.Parameter<int>("value", isOptional: true, defaultValue: 1)).Read(string.Empty));
        Assert.Contains("needs the parameter 'text'", Assert.Throws<PluginSerializationException>(() => _codec.Read(string.Empty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_Execute_IsFunctionAndArguments()
    {
        var contract = PluginContracts.Find(typeof(ITool))!;
        var codec = PluginCodec.Of(contract).For(contract.Hooks.Single(static hook => hook.WireName == "execute"));
        var call = codec.Hook.CreateInvocation();
        call.SetArgument(0, new ToolRequest { Function = "forecast", Args = JsonElement.Parse("""{"City":"Oslo"}""") });
        var json = new ArrayBufferWriter<byte>();

        codec.WriteArguments(call, json);

        Assert.Equal("""{"function":"forecast","args":{"City":"Oslo"}}""", Encoding.UTF8.GetString(json.WrittenSpan));
        var back = (ToolRequest)codec.Read("""{"function":"forecast"}""")[0]!;
        Assert.Equal(("forecast", "{}"), (back.Function, back.Args.GetRawText()));
        Assert.True(codec.ReturnsObject);
        Assert.Equal("""{"result":null,"is_error":true,"error_message":"no"}""", codec.WriteResult(ToolResult.Failed("no")));
    }

    [Fact]
    public void Segments_ThatCutTokens_AreReadLikeOne()
    {
        foreach (var size in (int[])[1, 2, 3, 7])
        {
            var call = _codec.Hook.CreateInvocation();
            _codec.ReadArguments(Segments.Of("""{"text":"héllo 😀","max_size":1234,"is_exact":true}""", size), call);
            Assert.Equal(["héllo 😀", 1234, true], call.Arguments());
        }

        Assert.Equal(new Point(11, 22), CodecContract.Returning<Point>().ReadResult<Point>(Segments.Of("""{"x":11,"y":22}""", 2)));
        Assert.Equal(12.50m, CodecContract.Returning<decimal>().ReadResult<decimal>(Segments.Of("\"12.50\"", 2)));
        Assert.Equal(Care.VeryCareful, CodecContract.Returning<Care>().ReadResult<Care>(Segments.Of("\"very_careful\"", 2)));
        Assert.Equal(DateTimeOffset.UnixEpoch, CodecContract.Returning<DateTimeOffset>().ReadResult<DateTimeOffset>(Segments.Of("\"1970-01-01T00:00:00Z\"", 2)));
        Assert.Equal([1, 2, 3], CodecContract.Returning<byte[]>().ReadResult<byte[]>(Segments.Of("\"AQID\"", 2)));
        Assert.Contains("the number 15", Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<string>().ReadResult<string>(Segments.Of("15", 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReaderAndWriter_InsideOfAnotherValue_AreLeftAtItsEnd()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            var call = _codec.Hook.CreateInvocation();
            call.SetArgument(0, "a");
            call.SetArgument(1, 3);
            writer.WriteStartObject();
            writer.WritePropertyName("arguments");
            _codec.WriteArguments(call, writer);
            writer.WriteNumber("after", 1);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(json.WrittenSpan);
        reader.Read();
        reader.Read();
        var back = _codec.Hook.CreateInvocation();
        _codec.ReadArguments(ref reader, back);

        Assert.Equal(["a", 3, null], back.Arguments());
        Assert.True(reader.Read() && reader.ValueTextEquals("after"));
    }

    [Fact]
    public void Call_OfAnotherHook_IsRefused()
    {
        var other = CodecContract.Taking<int>().Hook.CreateInvocation();
        Assert.Throws<ArgumentException>(() => _codec.WriteArguments(other, new ArrayBufferWriter<byte>()));
        Assert.Throws<ArgumentException>(() => _codec.ReadArguments("{}"u8, other));
    }
}
