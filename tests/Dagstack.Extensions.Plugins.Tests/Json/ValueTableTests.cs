using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Every row of the contract's table of values, both ways, with and without a JSON context.</summary>
public sealed class ValueTableTests
{
    private static readonly MethodInfo s_carry = typeof(ValueTableTests).GetMethod(nameof(CarryBothWays), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_read = typeof(ValueTableTests).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    // What a context need not name.
    private static readonly Dictionary<string, (Type Type, object? Value, string Json)> s_values = new()
    {
        ["text"] = Row("héllo \"ж\" <b>", "\"héllo \\\"ж\\\" <b>\""),
        ["text beyond the first plane"] = Row("😀", "\"\\uD83D\\uDE00\""),
        ["no text"] = (typeof(string), null, "null"),
        ["true"] = Row(true, "true"),
        ["character"] = Row('x', "\"x\""),
        ["whole number"] = Row(-12, "-12"),
        ["long"] = Row(long.MaxValue, "9223372036854775807"),
        ["wide"] = Row(UInt128.MaxValue, "340282366920938463463374607431768211455"),
        ["nothing where a number may be"] = (typeof(int?), null, "null"),
        ["a number where there may be none"] = (typeof(int?), 3, "3"),
        ["double"] = Row(0.1, "0.1"),
        ["float"] = Row(0.5f, "0.5"),
        ["half"] = Row((Half)0.5, "0.5"),
        ["bytes"] = Row<byte[]>([0, 1, 2], "\"AAEC\""),
        ["no bytes"] = Row<byte[]>([], "\"\""),
        ["memory"] = Row<ReadOnlyMemory<byte>>(new byte[] { 0, 1, 2 }, "\"AAEC\""),
        ["writable memory"] = Row<Memory<byte>>(new byte[] { 0, 1, 2 }, "\"AAEC\""),
        ["date and time"] = Row(new DateTimeOffset(2026, 1, 31, 18, 30, 0, TimeSpan.FromHours(1)), "\"2026-01-31T18:30:00+01:00\""),
        ["date and time with ticks"] = Row(new DateTimeOffset(2026, 1, 31, 18, 30, 0, TimeSpan.Zero).AddTicks(1), "\"2026-01-31T18:30:00.0000001+00:00\""),
        ["UTC"] = Row(new DateTime(2026, 1, 31, 17, 30, 0, DateTimeKind.Utc), "\"2026-01-31T17:30:00Z\""),
        ["UTC or nothing"] = (typeof(DateTime?), new DateTime(2026, 1, 31, 17, 30, 0, DateTimeKind.Utc), "\"2026-01-31T17:30:00Z\""),
        ["date"] = Row(new DateOnly(2026, 1, 31), "\"2026-01-31\""),
        ["time"] = Row(new TimeOnly(18, 30), "\"18:30:00\""),
        ["time with ticks"] = Row(new TimeOnly(18, 30, 0).Add(TimeSpan.FromTicks(5)), "\"18:30:00.0000005\""),
        ["duration"] = Row(TimeSpan.FromSeconds(30), "\"00:00:30\""),
        ["long duration"] = Row(new TimeSpan(1, 2, 3, 4, 500), "\"1.02:03:04.5000000\""),
        ["negative duration"] = Row(-TimeSpan.FromHours(30), "\"-1.06:00:00\""),
        ["decimal"] = Row(12.50m, "\"12.50\""),
        ["large decimal"] = Row(decimal.MinValue, "\"-79228162514264337593543950335\""),
        ["decimal or nothing"] = (typeof(decimal?), 0.1m, "\"0.1\""),
        ["big integer"] = Row(BigInteger.Pow(10, 30), "\"1000000000000000000000000000000\""),
        ["GUID"] = Row(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), "\"0f8fad5b-d9cb-469f-a165-70867728950e\""),
        ["URI"] = Row(new Uri("https://example.org/a?b=c"), "\"https://example.org/a?b=c\""),
        ["enum"] = Row(Care.VeryCareful, "\"very_careful\""),
        ["enum with a name"] = Row(Care.ByHand, "\"by-hand\""),
        ["enum or nothing"] = (typeof(Care?), Care.None, "\"none\""),
        ["flags"] = Row(Rights.Read | Rights.Write, "[\"read\",\"write\"]"),
        ["no flags"] = Row(Rights.None, "[]"),
        ["combined flags"] = Row(Rights.Read | Rights.Admin, "[\"read\",\"admin\"]"),
        ["element"] = Row(JsonElement.Parse("""{"Any":[1,null]}"""), """{"Any":[1,null]}"""),
        ["null element"] = Row(JsonElement.Parse("null"), "null"),
        ["chain value"] = Row(ChainResult.Continue("text"), """{"value":"text"}"""),
        ["chain value that is null"] = Row(ChainResult.Continue<string?>(null), """{"value":null}"""),
        ["chain stop"] = Row(ChainResult.Stop<int>(), "{}"),
    };

    private static readonly Dictionary<string, (Type Type, object? Value, string Json)> s_collections = new()
    {
        ["list"] = Row<IReadOnlyList<int>>([1, 2], "[1,2]"),
        ["set"] = Row<ISet<int>>(new HashSet<int> { 1, 2 }, "[1,2]"),
        ["set to read"] = Row<IReadOnlySet<string>>(new HashSet<string> { "a", "b" }, "[\"a\",\"b\"]"),
        ["frozen set"] = Row(new[] { 7 }.ToFrozenSet(), "[7]"),
        ["sorted set"] = Row(new SortedSet<string> { "b", "a" }, "[\"a\",\"b\"]"),
        ["immutable set"] = Row(ImmutableHashSet.Create(7), "[7]"),
        ["keys as they are"] = Row(new Dictionary<string, int> { ["SomeKey"] = 1, ["some key"] = 2 }, """{"SomeKey":1,"some key":2}"""),
        ["enum as key"] = Row(new Dictionary<Care, int> { [Care.VeryCareful] = 1 }, """{"very_careful":1}"""),
        ["decimal as key"] = Row(new Dictionary<decimal, int> { [1.5m] = 1 }, """{"1.5":1}"""),
        ["big integer as key"] = Row(new Dictionary<BigInteger, int> { [BigInteger.One] = 1 }, """{"1":1}"""),
        ["moment as key"] = Row(new Dictionary<DateTime, int> { [DateTime.UnixEpoch] = 1 }, """{"1970-01-01T00:00:00Z":1}"""),
        ["moment with offset as key"] = Row(new Dictionary<DateTimeOffset, int> { [DateTimeOffset.UnixEpoch] = 1 }, """{"1970-01-01T00:00:00+00:00":1}"""),
        ["record"] = Row(new Order("a", [new(DateTime.UnixEpoch)]), """{"name":"a","items":[{"when":"1970-01-01T00:00:00Z","count":1,"extra":null}],"ratio":1}"""),
        ["chain value that is a record"] = Row(ChainResult.Continue(new Point(1, 2)), """{"value":{"x":1,"y":2}}"""),
    };

    // What is read as well, and not written like this.
    private static readonly Dictionary<string, (Type Type, object? Value, string Json)> s_others = new()
    {
        ["decimal"] = Row(12.50m, "12.50"),
        ["decimal with exponent"] = Row(1200m, "\"1.2e3\""),
        ["big integer"] = Row(BigInteger.Pow(10, 30), "1000000000000000000000000000000"),
        ["flags by their own names"] = Row(Rights.Read | Rights.Write, "[\"read_write\"]"),
        ["flags by the name of none"] = Row(Rights.None, "[\"none\"]"),
        ["escaped bytes"] = Row<byte[]>([0xFB, 0xEF], "\"\\u002B-8=\"".Replace('-', '+')),
        ["escaped decimal"] = Row(1.5m, "\"1\\u002e5\""),
        ["escaped moment"] = Row(DateTimeOffset.UnixEpoch, "\"1970-01-01T00:00:00\\u002b00:00\""),
        ["escaped enum"] = Row(Care.VeryCareful, "\"very\\u005fcareful\""),
        ["chain value among others"] = Row(ChainResult.Continue(1), """{"other":[1],"value":1}"""),
        ["property that nobody knows"] = Row(new Point(1, 2), """{"z":[{}],"x":1,"y":2}"""),
        ["blanks"] = Row(3, " \n 3 \t"),
    };

    public static TheoryData<string> Values => [.. s_values.Keys];

    public static TheoryData<string> Collections => [.. s_collections.Keys];

    public static TheoryData<string> Others => [.. s_others.Keys];

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_ByReflection_IsOnTheWireAsTheTableSays(string row) => Carry(s_values[row], withContext: false);

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_ContextThatDoesNotNameIt_IsOnTheWireAsTheTableSays(string row) => Carry(s_values[row], withContext: true);

    [Theory]
    [MemberData(nameof(Collections))]
    public void Collection_ByReflection_IsOnTheWireAsTheTableSays(string row) => Carry(s_collections[row], withContext: false);

    [Theory]
    [MemberData(nameof(Others))]
    public void Read_OtherFormOfAValue_IsRead(string row)
    {
        var (type, value, json) = s_others[row];
        Invoke(s_read, type, value, json);
    }

    [Fact]
    public void Local_RoundTrip_IsTheSameMomentWithAnOffset()
    {
        var codec = CodecContract.Returning<DateTime>();
        var local = new DateTime(2026, 1, 31, 18, 30, 0, DateTimeKind.Local);

        var json = codec.WriteResult(local);

        Assert.Matches("^\"2026-01-31T18:30:00[+-][0-9:]{5}\"$", json);
        Assert.Equal(local, codec.ReadResult<DateTime>(json));
    }

    private static (Type Type, object? Value, string Json) Row<T>(T value, string json) => (typeof(T), value, json);

    private static void Carry((Type Type, object? Value, string Json) row, bool withContext) => Invoke(s_carry, row.Type, row.Value, row.Json, withContext);

    private static void Invoke(MethodInfo method, Type type, params object?[] arguments) =>
        method.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static void CarryBothWays<T>(T value, string json, bool withContext)
    {
        var context = withContext ? SampleJson.Default : null;
        var result = CodecContract.Returning<T>(context);
        Assert.Equal(json, result.WriteResult(value));
        AssertEqual(value, result.ReadResult<T>(json));

        var argument = CodecContract.Taking(CodecContract.Parameter<T>("value", isNullable: true), CodecContract.Parameter<int>("other"));
        Assert.Equal($$"""{"value":{{json}},"other":1}""", argument.Write(value, 1));
        SchemaAssert.Fits(argument, $$"""{"value":{{json}},"other":1}""");
        SchemaAssert.ResultFits(CodecContract.Returning<T>(context, isNullable: value is null), json);
        AssertEqual(value, (T)argument.Read($$"""{"value":{{json}},"other":1}""")[0]!);
    }

    private static void Read<T>(T value, string json)
    {
        AssertEqual(value, CodecContract.Returning<T>().ReadResult<T>(json));
        SchemaAssert.Fits(CodecContract.Taking(CodecContract.Parameter<T>("value"), CodecContract.Parameter<int>("other")), $$"""{"value":{{json}},"other":1}""");
    }

    private static void AssertEqual<T>(T expected, T actual)
    {
        switch (expected)
        {
            case JsonElement element:
                Assert.True(JsonElement.DeepEquals(element, (JsonElement)(object)actual!));
                break;
            case ReadOnlyMemory<byte> bytes:
                Assert.True(bytes.Span.SequenceEqual(((ReadOnlyMemory<byte>)(object)actual!).Span));
                break;
            case Memory<byte> bytes:
                Assert.True(bytes.Span.SequenceEqual(((Memory<byte>)(object)actual!).Span));
                break;
            case Order order:
                Assert.Equal(order.Items, ((Order)(object)actual!).Items);
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }
}
