using System.Globalization;
using System.Text;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Fuzz;

/// <summary>Small files that want all memory or all time.</summary>
public static class Hostile
{
    public static TheoryData<string> Names => [.. Files.Keys];

    internal static Dictionary<string, Func<(byte[] Bytes, ConfigFormat Format, string Message)>> Files { get; } = new()
    {
        ["billion laughs"] = static () => Yaml(Laughs(9), "the aliases of this file repeat so much"),
        ["billion laughs of mappings"] = static () => Yaml("a: &a {k: v, l: w, m: x}\n" + string.Concat(Enumerable.Range(0, 25).Select(static i => Line($"k{i}: &k{i} {{x: *{(i == 0 ? "a" : "k" + (i - 1))}, y: *{(i == 0 ? "a" : "k" + (i - 1))}}}\n"))), "the aliases of this file repeat so much"),
        ["long text repeated"] = static () => Yaml("t: &t \"" + new string('x', 1 << 20) + "\"\nl: [" + string.Concat(Enumerable.Repeat("*t, ", 100_000)) + "]\n", "the aliases of this file repeat so much"),
        ["alias chain"] = static () => Yaml("a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 200).Select(static i => Line($"a{i}: &a{i} [*a{i - 1}]\n"))), "nested more than 64 levels deep"),
        ["alias to itself"] = static () => Yaml("a: &a {b: [*a]}\n", "stands within what it names"),
        ["deep flow of YAML"] = static () => Yaml("a: " + new string('[', 100_000), "nested more than 64 levels deep"),
        ["deep blocks of YAML"] = static () => Yaml(string.Concat(Enumerable.Range(0, 1_000).Select(static i => new string(' ', i) + "a:\n")), "nested more than 64 levels deep"),
        ["deep dashes of YAML"] = static () => Yaml("a: \n" + string.Concat(Enumerable.Repeat("- ", 50_000)) + "x", "nested more than 64 levels deep"),
        ["deep JSON"] = static () => (Bytes("{\"a\":" + new string('[', 1_000_000)), ConfigFormat.Json, "maximum"),
        ["deep arrays of TOML"] = static () => Toml("a = " + new string('[', 100_000), "nested more than 64 levels deep"),
        ["deep tables of TOML"] = static () => Toml("a = " + string.Concat(Enumerable.Repeat("{a = ", 10_000)), "nested more than 64 levels deep"),
        ["deep header of TOML"] = static () => Toml("[" + string.Concat(Enumerable.Repeat("a.", 100_000)) + "a]\n", "nested more than 64 levels deep"),
        ["deep dotted keys of TOML"] = static () => Toml("t = {" + string.Concat(Enumerable.Repeat("a.", 60)) + "a = {" + string.Concat(Enumerable.Repeat("a.", 60)) + "a = 1}}\n", "nested more than 64 levels deep"),
        ["huge number of YAML"] = static () => Yaml("a: " + new string('9', 1 << 20), "a number has 1,048,576 characters"),
        ["huge hexadecimal number"] = static () => Yaml("a: 0x" + new string('F', 1 << 20), "a number has"),
        ["huge octal number"] = static () => Yaml("a: 0o" + new string('7', 1 << 20), "a number has"),
        ["huge number of JSON"] = static () => (Bytes("{\"a\":" + new string('9', 1 << 20) + "}"), ConfigFormat.Json, "a number has 1,048,576 characters"),
        ["huge float of TOML"] = static () => Toml("a = 1." + new string('9', 1 << 20) + "\n", "a number has"),
        ["huge key"] = static () => Yaml("? " + new string('k', 1 << 20) + "\n: 1\n", "a key has 1,048,576 characters"),
        ["long keys times many values"] = static () => (Bytes("{" + LongKeys() + ":{" + string.Join(',', Enumerable.Range(0, 100_000).Select(static i => Line($"\"{i}\":1"))) + "}" + new string('}', 61)), ConfigFormat.Json, "the keys, written out with their parents, have more than"),
        ["many values"] = static () => (Bytes("{\"a\":[" + string.Concat(Enumerable.Repeat("1,", 1_100_000)) + "1]}"), ConfigFormat.Json, "the file has more than 1,000,000 values"),
        ["NUL"] = static () => Yaml("a: \0\n", "the file has a NUL byte here"),
        ["UTF-16"] = static () => ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a: 1\n")], ConfigFormat.Yaml, "the file is in UTF-16 or UTF-32, and it has to be in UTF-8"),
        ["UTF-16 without a mark"] = static () => (Encoding.Unicode.GetBytes("a: 1\n"), ConfigFormat.Toml, "If it is UTF-16, save it as UTF-8"),
        ["UTF-32"] = static () => ([.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("{}")], ConfigFormat.Json, "UTF-16 or UTF-32"),
        ["invalid UTF-8"] = static () => ([.. Bytes("é: 1\nb: x"), 0xC3, 0x28], ConfigFormat.Yaml, "file(2,5): the file is not UTF-8: the byte 0xC3 here begins no character"),
        ["cut off UTF-8"] = static () => ([.. Bytes("a = '"), 0xF0, 0x9F], ConfigFormat.Toml, "file(1,6): the file is not UTF-8"),
        ["two byte order marks"] = static () => (Bytes("\uFEFF\uFEFF{}"), ConfigFormat.Json, "the file is not valid JSON"),
    };

    private static (byte[] Bytes, ConfigFormat Format, string Message) Yaml(string text, string message) => (Bytes(text), ConfigFormat.Yaml, message);

    private static (byte[] Bytes, ConfigFormat Format, string Message) Toml(string text, string message) => (Bytes(text), ConfigFormat.Toml, message);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Laughs(int levels) => "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        + string.Concat(Enumerable.Range(1, levels).Select(static i => Line($"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat(Line($"*l{i - 1}"), 9))}]\n")));

    private static string LongKeys() => string.Join(":{", Enumerable.Repeat($"\"{new string('k', 1000)}\"", 61));
}
