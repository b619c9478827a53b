using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Hooks of types that JSON does not have are not described.</summary>
public sealed class SchemaRefusalTests
{
    private static readonly Dictionary<string, (Type Type, string Text)> s_types = new()
    {
        ["stream"] = (typeof(Stream), "Stream is a stream, which is a live object: give a byte[], or the name under which the bytes are stored."),
        ["delegate"] = (typeof(Func<int>), "Func<Int32> is a delegate, which is code: "),
        ["tuple"] = (typeof((int, string)), "ValueTuple<Int32, String> is a tuple, whose items have no names: use a record."),
        ["tuple or nothing"] = (typeof((int, string)?), " is a tuple, whose items have no names: use a record."),
        ["items"] = (typeof(IReadOnlyList<Exception>), "Exception is an exception: give its text."),
        ["values"] = (typeof(Dictionary<string, nint>), "IntPtr is an address of this process: "),
        ["property"] = (typeof(Upload), "Stream is a stream, which is a live object: "),
        ["items of a property"] = (typeof(Uploads), "Stream is a stream, which is a live object: "),
    };

    public static TheoryData<string> Types => [.. s_types.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Schemas_TypeThatJsonDoesNotHave_ThrowWhatItIs(string row)
    {
        var (type, text) = s_types[row];
        var parameter = new CompilerServices.HookParameter { Name = "value", WireName = "value", Type = type };
        var taking = CodecContract.Taking(parameter, CodecContract.Parameter<int>("other"));

        Assert.All(
            [Assert.Throws<PluginSerializationException>(() => taking.InputSchema), Assert.Throws<PluginSerializationException>(() => CodecContract.Returning(type).OutputSchema)],
            fault => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Schemas_PropertyThatIsIgnored_AreDescribed() => SchemaAssert.Fits(CodecContract.Taking<Hidden>(), """{"name":"a"}""");

    private sealed record Upload(string Name, Stream Content);

    private sealed record Uploads(string Name, IReadOnlyList<Stream> Contents);

    private sealed record Hidden(string Name)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public Stream? Content { get; init; }
    }
}
