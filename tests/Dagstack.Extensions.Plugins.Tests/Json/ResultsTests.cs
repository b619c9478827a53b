using System.Buffers;
using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Results, typed and untyped, and what a contract's JSON context has to say.</summary>
public sealed class ResultsTests
{
    [Fact]
    public void NoResult_BothWays_IsNull()
    {
        var codec = CodecContract.Returning<NoResult>();

        Assert.Equal("null", codec.WriteResult(default(NoResult)));
        Assert.Equal(default, codec.ReadResult<NoResult>("""{"anything":[1]}"""));
        Assert.False(codec.ReturnsObject);
        Assert.Null(codec.ReadUntypedResult("1"u8));
    }

    [Fact]
    public void Untyped_BothWays_IsLikeTyped()
    {
        var codec = CodecContract.Returning<IReadOnlyList<Point>>();
        var json = new ArrayBufferWriter<byte>();

        codec.WriteUntypedResult(new[] { new Point(1, 2) }, json);

        Assert.Equal("""[{"x":1,"y":2}]""", Encoding.UTF8.GetString(json.WrittenSpan));
        Assert.Equal([new Point(1, 2)], (IReadOnlyList<Point>)codec.ReadUntypedResult(json.WrittenSpan)!);
        Assert.Equal("$[1].x", Assert.Throws<PluginSerializationException>(() => codec.ReadUntypedResult("""[{"x":1,"y":2},{"x":[],"y":2}]"""u8)).Path);
    }

    [Fact]
    public void AnotherType_ThanTheHooks_IsAMistakeOfTheCaller()
    {
        Assert.Throws<ArgumentException>(() => CodecContract.Returning<int>().WriteResult("text"));
        Assert.Throws<ArgumentException>(() => CodecContract.Returning<int>().ReadResult<string>("1"));
    }

    [Fact]
    public void Result_Null_IsNull()
    {
        Assert.Equal("null", CodecContract.Returning<Point>().WriteResult<Point?>(null));
        Assert.Null(CodecContract.Returning<string>().ReadResult<string?>("null"));
        Assert.Null(CodecContract.Returning<int?>().ReadResult<int?>("null"));
    }

    [Theory]
    [InlineData(typeof(Point), true)]
    [InlineData(typeof(ChainResult<int>), true)]
    [InlineData(typeof(Spot), true)]
    [InlineData(typeof(Spot?), false)]
    [InlineData(typeof(int), false)]
    [InlineData(typeof(List<Point>), false)]
    [InlineData(typeof(Dictionary<string, int>), false)]
    [InlineData(typeof(System.Text.Json.JsonElement), false)]
    public void ReturnsObject_DeclaredType_Decides(Type type, bool expected) => Assert.Equal(expected, CodecContract.Returning(type).ReturnsObject);

    [Fact]
    public void ReturnsObject_ResultThatMayBeNull_IsFalse()
    {
        var contract = PluginContracts.Find(typeof(ITool))!;
        var execute = contract.Hooks.Single(static hook => hook.WireName == "execute");
        var nullable = new HookDescriptor { Name = "Store", WireName = "store", Shape = HookShape.Sync, ResultType = typeof(ToolResult), CreateInvocation = execute.CreateInvocation, IsResultNullable = true };

        Assert.True(PluginCodec.Of(contract).For(execute).ReturnsObject);
        Assert.False(PluginCodec.Of(contract).For(nullable).ReturnsObject);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DerivedTypes_BothWays_AreToldApart(bool withContext)
    {
        var codec = CodecContract.Returning<IReadOnlyList<Shape>>(withContext ? SampleJson.Default : null);
        var one = CodecContract.Taking(CodecContract.Parameter<Shape>("shape"), CodecContract.Parameter<int>("other"));

        Assert.Equal("""[{"$type":"circle","radius":1},{"$type":"square","side":2}]""", codec.WriteResult<IReadOnlyList<Shape>>([new Circle(1), new Square(2)]));
        Assert.Equal([new Circle(1), new Square(2)], codec.ReadResult<IReadOnlyList<Shape>>("""[{"$type":"circle","radius":1},{"$type":"square","side":2}]"""));
        Assert.Equal("""{"shape":{"$type":"circle","radius":1},"other":2}""", one.Write(new Circle(1), 2));
        Assert.Equal([new Circle(1), 2], one.Read("""{"shape":{"$type":"circle","radius":1},"other":2}"""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Converter_OfTheContractsOwn_IsUsed(bool withContext)
    {
        var codec = CodecContract.Taking<Grade>(withContext ? SampleJson.Default : null);

        Assert.False(codec.TakesObject);
        Assert.Equal("""{"value":"a"}""", codec.Write(new Grade("A")));
        Assert.Equal([new Grade("B")], codec.Read("""{"value":"b"}"""));
        Assert.Equal("$.value", Assert.Throws<PluginSerializationException>(() => codec.Read("""{"value":1}""")).Path);
    }

    [Fact]
    public void Reader_ThatIsNotItsFinalBlock_ReadsAWholeValue()
    {
        var reader = new System.Text.Json.Utf8JsonReader("""{"x":1,"y":2} """u8, isFinalBlock: false, default);

        Assert.Equal(new Point(1, 2), CodecContract.Returning<Point>().ReadResult<Point>(ref reader));
    }

    [Fact]
    public void Chain_ErrorInItsValue_IsNamedByItsPath()
    {
        var codec = CodecContract.Returning<ChainResult<Order>>();

        Assert.Equal("$.value.items[0].when", Assert.Throws<PluginSerializationException>(() => codec.WriteResult(ChainResult.Continue(new Order("a", [new(default)])))).Path);
        Assert.Equal("$.value.items[0].when", Assert.Throws<PluginSerializationException>(() => codec.ReadResult<ChainResult<Order>>("""{"value":{"name":"a","items":[{"when":1}]}}""")).Path);
    }

    [Fact]
    public void Context_WithOptionsOfItsOwn_OnlyKnowsTypes()
    {
        // Its own options say camelCase.
        var codec = CodecContract.Returning<Order>(SampleJson.Default);

        Assert.Equal("""{"name":"a","items":[{"when":"1970-01-01T00:00:00Z","count":2,"extra":null}],"ratio":0.5}""", codec.WriteResult(new Order("a", [new(DateTime.UnixEpoch, 2)], 0.5)));
        Assert.Equal("$.ratio", Assert.Throws<PluginSerializationException>(() => codec.WriteResult(new Order("a", [], double.NaN))).Path);
        Assert.Equal("$.items[0].when", Assert.Throws<PluginSerializationException>(() => codec.WriteResult(new Order("a", [new(default)]))).Path);
    }

    [Fact]
    public void Context_ThatDoesNotKnowAType_IsNamedWithWhatToAdd()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<IReadOnlyList<Spot?>>(SampleJson.Default));

        Assert.Equal(("sink", "Store", "SerializationError"), (fault.Kind, fault.Hook, fault.Code));
        Assert.EndsWith("Add [JsonSerializable(typeof(IReadOnlyList<Spot?>))] to SampleJson.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Context_ThatDoesNotKnowTheValueOfAChain_IsNamedWithWhatToAdd()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<ChainResult<Node>>(SampleJson.Default));

        Assert.EndsWith("Add [JsonSerializable(typeof(Node))] to SampleJson.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Codec_OfOneContract_IsOne()
    {
        var contract = CodecContract.Of<int>();

        Assert.Same(PluginCodec.Of(contract), PluginCodec.Of(contract));
        Assert.Same(PluginCodec.Of(contract).For(contract.Hooks[0]), PluginCodec.Of(contract).For(contract.Hooks[0]));
        Assert.True(PluginCodec.Of(contract).Options.IsReadOnly);
    }

    [Fact]
    public void Enum_TwoMembersOfOneName_IsRefused()
    {
        var fault = Assert.Throws<PluginSerializationException>(static () => CodecContract.Returning<Twice>());

        Assert.Contains("are 'some_name' in JSON. Give 'Some_Name' another name by [JsonStringEnumMemberName].", fault.Message, StringComparison.Ordinal);
    }

    private enum Twice
    {
        SomeName,
        Some_Name,
    }
}
