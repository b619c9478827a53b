using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>What JSON cannot carry, and what is not what it should be: each with its path, what was found, what is expected, what to do.</summary>
public sealed class RefusedValueTests
{
    private static readonly Dictionary<string, (object Value, string Text)> s_written = new()
    {
        ["moment in no time zone"] = (new DateTime(2026, 1, 31), "is a DateTime of kind Unspecified, which means another moment in another time zone. Use DateTimeOffset, or a DateTime of kind Utc"),
        ["not a number"] = (double.NaN, "which JSON does not have. Give null, or leave it out."),
        ["infinity"] = (double.PositiveInfinity, "which JSON does not have. Give null, or leave it out."),
        ["float"] = (float.NegativeInfinity, "which JSON does not have. Give null, or leave it out."),
        ["tuple"] = ((1, "a"), "is a tuple, whose items have no names. Use a record."),
        ["old tuple"] = (Tuple.Create(1), "is a tuple, whose items have no names. Use a record."),
        ["stream"] = (new MemoryStream(), "is a stream, which is a live object. Give a byte[], or the name under which the bytes are stored."),
        ["writer"] = (new StringWriter(), "is a writer, which is a live object. Return the text."),
        ["delegate"] = ((Func<int>)(static () => 1), "is a delegate, which is code."),
        ["exception"] = (new InvalidOperationException(), "is an exception. Give its text."),
        ["task"] = (Task.CompletedTask, "is a task, which is still going on. Give its result."),
        ["value task"] = (new ValueTask<int>(1), "is a task, which is still going on. Give its result."),
        ["type"] = (typeof(string), "is a part of the program. Give its name."),
        ["assembly"] = (typeof(string).Assembly, "is a part of the program. Give its name."),
        ["pointer"] = ((nint)1, "is an address of this process."),
        ["token"] = (CancellationToken.None, "is a cancellation token."),
        ["wait handle"] = (new ManualResetEvent(false), "is a handle of this process."),
        ["enumerator"] = (Counting(), "is an enumeration, which is still going on. Give a list."),
        ["two dimensions"] = (new int[1, 1], "is an array of several dimensions. Use arrays of arrays."),
        ["enum without a name"] = ((Care)7, "is 7, for which the enum Care has no name."),
        ["flag without a name"] = ((Rights)32, "is 32, for which the enum Rights has no name."),
        ["bytes"] = (new byte[(10 * 1024 * 1024) + 1], "is 10,485,761 bytes. Put them into the resource \"blob_store\" and pass the key: JSON carries at most 10 MB at once."),
    };

    public static TheoryData<string> Written => [.. s_written.Keys];

    [Theory]
    [MemberData(nameof(Written))]
    public void Write_ValueDeepInside_IsRefusedWithItsPath(string row)
    {
        var (value, text) = s_written[row];
        var order = new Order("a", [new(DateTime.UnixEpoch), new(DateTime.UnixEpoch), new(DateTime.UnixEpoch) { Extra = new Dictionary<string, object> { ["some key"] = value } }]);
        var codec = CodecContract.Taking(CodecContract.Parameter<Order>("args"), CodecContract.Parameter<int>("other"));

        var fault = Assert.Throws<PluginSerializationException>(() => codec.Write(order, 1));

        Assert.Equal("$.args.items[2].extra['some key']", fault.Path);
        Assert.StartsWith("The parameter 'args' of 'Store' of the kind 'sink', of type Order, cannot be written as JSON: $.args.items[2].extra['some key'] is ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Equal(("SerializationError", "sink", "Store", "args"), (fault.Code, fault.Kind, fault.Hook, fault.Parameter));
    }

    [Fact]
    public void Write_DeclaredValue_SaysWhatItIs()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<double>().WriteResult(double.NaN));

        Assert.Equal(("$", null), (fault.Path, fault.Parameter));
        Assert.Equal("The result of 'Store' of the kind 'sink', of type Double, cannot be written as JSON: $ is NaN, which JSON does not have. Give null, or leave it out.", fault.Message);
    }

    [Fact]
    public void Write_ItemOfAList_IsNamedByItsIndex()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<double[]>().WriteResult<double[]>([1, 2.5, double.NaN, 4]));

        Assert.Equal("$[2]", fault.Path);
    }

    [Fact]
    public void Write_NamedLiteralsAllowed_NotANumberIsRefusedAllTheSame()
    {
        Assert.Equal("$.named", Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<Numbers>().WriteResult(new Numbers { Named = double.NaN })).Path);
        Assert.Equal("""{"named":1,"price":"1.50"}""", CodecContract.Returning<Numbers>(SampleJson.Default).WriteResult(new Numbers { Named = 1, Price = 1.50m }));
        Assert.Equal(2.5, CodecContract.Returning<Numbers>().ReadResult<Numbers>("""{"named":"2.5"}""").Named);
    }

    [Fact]
    public void Bytes_TenMegabytes_AreCarried()
    {
        var codec = CodecContract.Returning<byte[]>();
        Assert.Equal(10 * 1024 * 1024, codec.ReadResult<byte[]>(codec.WriteResult(new byte[10 * 1024 * 1024])).Length);
    }

    [Theory]
    [InlineData((10 * 1024 * 1024) + 1)]
    [InlineData((10 * 1024 * 1024) + 2)]
    [InlineData((10 * 1024 * 1024) + 3)]
    [InlineData(20 * 1024 * 1024)]
    public void Bytes_MoreThanTenMegabytes_AreNotReadEither(int length)
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<byte[]>().ReadResult<byte[]>($"\"{Convert.ToBase64String(new byte[length])}\""));

        Assert.Contains("pass the key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(int), "\"abc\"", "$ is the text \"abc\". Give a whole number from -2147483648 to 2147483647.")]
    [InlineData(typeof(int), "3000000000", "$ is the number 3000000000. Give a whole number from -2147483648 to 2147483647.")]
    [InlineData(typeof(int), "1.5", "$ is the number 1.5. Give a whole number from -2147483648 to 2147483647.")]
    [InlineData(typeof(int), "null", "$ is null. Give a whole number from -2147483648 to 2147483647.")]
    [InlineData(typeof(string), "[1]", "$ is a list. Give text.")]
    [InlineData(typeof(bool), "\"true\"", "$ is the text \"true\". Give true or false.")]
    [InlineData(typeof(Guid), "7", "$ is the number 7. Give a GUID such as")]
    [InlineData(typeof(decimal), "\"1,5\"", "$ is the text \"1,5\". Give a decimal number as text, such as \"12.50\", or a number.")]
    [InlineData(typeof(System.Numerics.BigInteger), "1e9", "$ is the number 1e9. Give a whole number as text")]
    [InlineData(typeof(DateTime), "\"2026-01-31T18:30:00\"", "$ is the text \"2026-01-31T18:30:00\". Give a date and time with its offset, such as")]
    [InlineData(typeof(DateTimeOffset), "\"2026-01-31T18:30:00\"", "$ is the text \"2026-01-31T18:30:00\". Give a date and time with its offset, such as")]
    [InlineData(typeof(DateTimeOffset), "\"2026-01-31\"", "$ is the text \"2026-01-31\". Give a date and time with its offset, such as")]
    [InlineData(typeof(DateOnly), "\"31.1.2026\"", "$ is the text \"31.1.2026\". Give a date such as")]
    [InlineData(typeof(TimeOnly), "\"6 pm\"", "$ is the text \"6 pm\". Give a time of day such as")]
    [InlineData(typeof(TimeSpan), "30", "$ is the number 30. Give a duration such as")]
    [InlineData(typeof(byte[]), "\"not base64\"", "$ is the text \"not base64\". Give bytes as base64")]
    [InlineData(typeof(Care), "\"very_carefull\"", "$ is the text \"very_carefull\". Did you mean \"very_careful\"? There are: \"none\", \"very_careful\", \"by-hand\".")]
    [InlineData(typeof(Care), "\"VeryCareful\"", "$ is the text \"VeryCareful\".")]
    [InlineData(typeof(Care), "1", "$ is the number 1. Give one of \"none\", \"very_careful\", \"by-hand\".")]
    [InlineData(typeof(Rights), "\"read\"", "$ is the text \"read\". Give a list of names among \"none\", \"read\"")]
    [InlineData(typeof(Rights), "[\"reed\"]", "$ is the text \"reed\". Did you mean \"read\"?")]
    [InlineData(typeof(List<int>), "{}", "$ is an object. Give a list.")]
    [InlineData(typeof(Dictionary<string, int>), "[]", "$ is a list. Give an object of keys and values.")]
    [InlineData(typeof(Point), "true", "$ is true. Give an object.")]
    [InlineData(typeof(Point), "{\"x\":1}", "missing required properties including: 'y'.")]
    [InlineData(typeof((int, int)), "{}", "$ is a tuple, whose items have no names. Use a record.")]
    public void Read_OtherValue_SaysWhatWasFoundAndWhatIsExpected(Type type, string json, string text)
    {
        var codec = CodecContract.Taking(new() { Name = "value", WireName = "value", Type = type }, CodecContract.Parameter<int>("other"));

        var fault = Assert.Throws<PluginSerializationException>(() => codec.Read($$"""{"value":{{json}},"other":1}"""));

        Assert.Equal("$.value", fault.Path);
        Assert.Contains(text.Replace("$ is", "$.value is", StringComparison.Ordinal), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a","items":[{"when":"1970-01-01T00:00:00Z"},{"when":"today"}]}""", "$.args.items[1].when", "is the text \"today\". Give a date and time with its offset")]
    [InlineData("""{"name":"a","items":[{"when":"1970-01-01T00:00:00Z","count":"two"}]}""", "$.args.items[0].count", "is the text \"two\". Give a whole number")]
    [InlineData("""{ "name": "a",  "items": { "a.b": 1 } }""", "$.args.items", "is an object. Give a list.")]
    [InlineData("""{"name":[1],"items":[]}""", "$.args.name", "is a list. Give text.")]
    public void Read_OtherValueDeepInside_IsNamedByItsPath(string json, string path, string text)
    {
        var codec = CodecContract.Taking(CodecContract.Parameter<Order>("args"), CodecContract.Parameter<int>("other"));

        var fault = Assert.Throws<PluginSerializationException>(() => codec.Read($$"""{"other":1,"args":{{json}}}"""));

        Assert.Equal(path, fault.Path);
        Assert.StartsWith($"The parameter 'args' of 'Store' of the kind 'sink', of type Order, cannot be read back from JSON: {path} {text}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SecretOfAnotherType_IsNotShown()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<Dictionary<string, int>>().ReadResult<Dictionary<string, int>>("""{"api_key":"hunter2"}"""));

        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("$.api_key is a text. Give a whole number", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Circle_IsRefused()
    {
        var node = new Node();
        node.Next = node;

        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<Node>().WriteResult(node));

        Assert.StartsWith("$.next.next.next", fault.Path, StringComparison.Ordinal);
        Assert.Contains("lies more than 64 levels deep, or contains itself.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Depth_SixtyFourLevels_IsTheLimitBothWays(int depth, bool isCarried)
    {
        var codec = CodecContract.Returning<Node>();
        Node? node = null;
        for (var i = 0; i < depth; i++)
        {
            node = new() { Next = node };
        }

        var json = string.Concat(Enumerable.Repeat("""{"next":""", depth)) + "null" + new string('}', depth);
        if (isCarried)
        {
            Assert.Equal(json, codec.WriteResult(node!));
            Assert.NotNull(codec.ReadResult<Node>(json).Next);
        }
        else
        {
            Assert.Throws<PluginSerializationException>(() => codec.WriteResult(node!));
            Assert.Throws<PluginSerializationException>(() => codec.ReadResult<Node>(json));
        }
    }

    [Fact]
    public void Write_GetterThatThrows_IsNamedWithItsObject()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => CodecContract.Returning<List<Throwing>>().WriteResult<List<Throwing>>([new()]));

        Assert.Equal("$[0]", fault.Path);
        Assert.Contains("$[0]: TimeoutException: too late.", fault.Message, StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(fault.InnerException);
    }

    private static IEnumerator<int> Counting()
    {
        yield return 1;
    }

    private sealed class Throwing
    {
#pragma warning disable CA1822 // It is a property of an object to the serializer.
        public int Late => throw new TimeoutException("too late");
#pragma warning restore CA1822
    }
}
