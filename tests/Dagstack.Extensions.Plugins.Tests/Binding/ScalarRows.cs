using System.Net;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The table of texts and values.</summary>
internal static class ScalarRows
{
    private const string Whole = "a whole number from ";
    private const string Real = "a number such as 0.5";
    private const string Duration = "a duration";

    public static readonly ScalarRow[] All =
    [
        Good("abc"), Good(" padded "), Good("ünïcödé €"), Good("a=b:c"), Good("true"),
        Good(true, "true"), Good(true, "True"), Good(false, "FALSE"),
        Bad<bool>("yes", "true or false"), Bad<bool>("1", "true or false"), Bad<bool>(" true", "true or false"), Bad<bool>("on", "true or false"), Bad<bool>("", "true or false"),
        Good('x', "x"), Bad<char>("xy", "a single character"), Bad<char>("", "a single character"),
        Good(0, "0"), Good(5, "+5"), Good(-7, "-7"), Good(int.MaxValue, "2147483647"), Good(int.MinValue, "-2147483648"), Good(7, "007"),
        Bad<int>("2147483648", Whole + "-2147483648 to 2147483647"), Bad<int>("1.0", Whole), Bad<int>("1e3", Whole), Bad<int>("0x1F", Whole), Bad<int>("#1F", Whole),
        Bad<int>("1,000", Whole), Bad<int>("12x", Whole), Bad<int>("", Whole), Bad<int>(" 5", Whole), Bad<int>("--5", Whole), Bad<int>("٣", Whole),
        Good(9223372036854775807L, "9223372036854775807"), Bad<long>("9223372036854775808", Whole),
        Good((byte)255, "255"), Bad<byte>("256", Whole + "0 to 255"), Bad<byte>("-1", Whole), Good((sbyte)-128, "-128"), Bad<sbyte>("128", Whole),
        Good((short)-32768, "-32768"), Bad<short>("32768", Whole), Good((ushort)65535, "65535"), Bad<ushort>("65536", Whole),
        Good(4294967295u, "4294967295"), Bad<uint>("-1", Whole), Good(18446744073709551615ul, "18446744073709551615"), Bad<ulong>("-1", Whole),
        Good((nint)5, "5"), Good((Int128)1, "1"), Bad<UInt128>("-1", Whole),
        Good(1.5, "1.5"), Good(-2e10, "-2e10"), Good(5d, "5"), Good(.5, ".5"),
        Bad<double>("1,5", Real), Bad<double>("1e999", Real), Bad<double>("NaN", Real), Bad<double>("Infinity", Real), Bad<double>("ten", Real), Bad<double>("", Real),
        Good(1.25f, "1.25"), Bad<float>("1e40", Real), Good((Half)0.5, "0.5"),
        Good(12.30m, "12.30"), Bad<decimal>("1,000.5", Real), Bad<decimal>("79228162514264337593543950336", Real), Bad<decimal>("$5", Real),
        Good(Color.DeepBlue, "DeepBlue"), Good(Color.DeepBlue, "deep_blue"), Good(Color.DeepBlue, "deep-blue"), Good(Color.DeepBlue, "DEEPBLUE"), Good(Color.Red, "0"), Good(Color.DeepBlue, "7"),
        Bad<Color>("1", "one of Red, DeepBlue"), Bad<Color>("deepblu", "Did you mean 'DeepBlue'?"), Bad<Color>("", "one of"), Bad<Color>("Red,DeepBlue", "one of"),
        Good(Access.Read | Access.Write, "read, write"), Good(Access.Read, "1"), Good(Access.Read | Access.Write, "3"), Good(Access.None, "0"), Good(Access.Read | Access.Write, "Read,2"),
        Bad<Access>("8", "one or more of"), Bad<Access>("read;write", "one or more of"), Bad<Access>("read,", "one or more of"),
        Good(Small.High, "high"), Good(Small.High, "-1"), Good(Big.Top, "18446744073709551615"),
        Good<int?>(5, "5"), Good<int?>(null, ""), Bad<int?>("x", Whole), Good<Color?>(Color.Red, "red"), Good<bool?>(null, ""), Bad<DateOnly?>("soon", "a date"),
        Good(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), "0F8FAD5B-d9cb-469f-a165-70867728950e"), Good(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), "0f8fad5bd9cb469fa16570867728950e"), Bad<Guid>("0f8fad5b", "a GUID"),
        Good(new DateTime(2026, 1, 31, 18, 30, 0, DateTimeKind.Utc), "2026-01-31T18:30:00Z"), Good(new DateTime(2026, 1, 31), "2026-01-31"), Good(new DateTime(2026, 1, 31, 18, 30, 0), "2026-01-31 18:30"), Bad<DateTime>("31.01.2026", "a date and time"), Bad<DateTime>("01/02/2026", "a date and time"), Bad<DateTime>("2026-02-30", "a date and time"),
        Good(new DateTimeOffset(2026, 1, 31, 18, 30, 0, TimeSpan.FromHours(1)), "2026-01-31T18:30:00+01:00"), Good(new DateTimeOffset(2026, 1, 31, 18, 30, 0, TimeSpan.Zero), "2026-01-31T18:30:00.000Z"), Bad<DateTimeOffset>("2026-01-31T18:30:00", "with its offset"), Bad<DateTimeOffset>("2026-01-31", "with its offset"),
        Good(new DateOnly(2026, 1, 31), "2026-01-31"), Bad<DateOnly>("2026-1-31", "a date"), Good(new TimeOnly(18, 30), "18:30"), Good(new TimeOnly(18, 30, 5, 250), "18:30:05.25"), Bad<TimeOnly>("25:00", "a time of day"),
        Good(TimeSpan.FromSeconds(30), "00:00:30"), Good(TimeSpan.FromDays(1), "1.00:00:00"), Good(TimeSpan.FromMilliseconds(1), "00:00:00.001"), Good(TimeSpan.FromSeconds(-30), "-00:00:30"),
        Bad<TimeSpan>("30", "has no unit"), Bad<TimeSpan>("24:00:00", Duration), Bad<TimeSpan>("30s", Duration), Bad<TimeSpan>("", Duration),
        Good(TimeSpan.FromSeconds(30), "30", "value_s"), Good(TimeSpan.FromSeconds(30), "30", "value_sec"), Good(TimeSpan.FromSeconds(1.5), "1.5", "value_s"), Good(TimeSpan.FromMilliseconds(250), "250", "value_ms"), Good(TimeSpan.FromMinutes(2), "2", "value_min"), Good(TimeSpan.FromMinutes(2), "2", "ValueMinutes"), Good(TimeSpan.FromSeconds(30), "00:00:30", "value_ms"),
        Bad<TimeSpan>("1e3", Duration, "value_s"), Bad<TimeSpan>("99999999999999999", "a duration that fits", "value_s"), Good<TimeSpan?>(TimeSpan.FromMilliseconds(5), "5", "value_ms"),
        Good(new Uri("https://example.org/a?b=c"), "https://example.org/a?b=c"), Good(new Uri("a/b", UriKind.Relative), "a/b"), Bad<Uri>("http://[bad", "a URI"), Bad<Uri>("", "a URI"),
        Good(new byte[] { 1, 2, 3 }, "AQID"), Good(Array.Empty<byte>(), ""), Bad<byte[]>("A*", "base64"), Bad<byte[]>("AQI", "base64"),
        Good(new Version(1, 2, 3), "1.2.3"), Bad<Version>("one", "a version"), Good(IPAddress.Loopback, "127.0.0.1"), Bad<IPAddress>("300.1.1.1", "IPAddress"),
        Good(new Percent(25), "25%"), Bad<Percent>("25", "Percent"), Bad<Percent>("throw", "thrown on purpose"), Good<Percent?>(new Percent(3), "3%"),
        Bad<object>("x", "says nothing"), Bad<IDisposable>("x", "an interface"), Bad<Stream>("x", "abstract"), Bad<Action>("x", "not made of values"), Bad<int[]>("1", "a list"), Bad<Dictionary<string, int>>("1", "keys and values"), Bad<Inner>("1", "a section"),
    ];

    private static ScalarRow Good<T>(T value, string? text = null, string key = "value") => new(typeof(T), text ?? value!.ToString()!, value, false, key);

    private static ScalarRow Bad<T>(string text, string expected, string key = "value") => new(typeof(T), text, expected, true, key);
}
