using System.Diagnostics;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Files of nearly a mebibyte that were written to take long: each takes time in proportion to its length.</summary>
public sealed class ManifestScaleTests
{
    private const int Length = 1_000_000;

    public static TheoryData<string, ManifestFormat> Hostile
    {
        get
        {
            var data = new TheoryData<string, ManifestFormat>();
            foreach (var name in s_texts.Keys)
            {
                data.Add(name, name.StartsWith("json", StringComparison.Ordinal) ? ManifestFormat.Json : ManifestFormat.Toml);
            }

            return data;
        }
    }

    private static readonly Dictionary<string, Func<string>> s_texts = new()
    {
        ["tables, and items of one array"] = static () => Repeat(static i => $"[t{i}]\n[[x]]\n"),
        ["items with a table each"] = static () => Repeat(static _ => "[[x]]\n[x.y]\n"),
        ["one table again and again"] = static () => Repeat(static _ => "[plugin]\n"),
        ["headers with escapes"] = static () => Repeat(static i => $"[\"\\u0061{i}\"]\n"),
        ["one key again and again"] = static () => "[plugin]\n" + Repeat(static _ => "name = 1\n"),
        ["keys of their own"] = static () => "[plugin.metadata]\n" + Repeat(static i => $"k{i} = 1\n"),
        ["dotted keys"] = static () => Repeat(static i => $"a.b.c{i} = 1\n"),
        ["dotted keys of two tables in turn"] = static () => Repeat(static i => $"a.c{i} = 1\nb.c{i} = 1\n"),
        ["one dotted key"] = static () => Repeat(static _ => "a.") + "a = 1",
        ["one header"] = static () => "[" + Repeat(static _ => "a.") + "a]",
        ["a long key"] = static () => "[plugin]\n" + Repeat(static _ => "a") + " = 1",
        ["a long string with escapes"] = static () => "[plugin]\nname = \"" + Repeat(static _ => "\\u00e9") + "\"",
        ["strings of several lines"] = static () => "[plugin]\nauthors = [" + Repeat(static _ => "'''\n''',\n") + "]",
        ["wrong items"] = static () => "[plugin]\nauthors = [" + Repeat(static _ => "1,") + "]",
        ["runtimes that are none"] = static () => "[plugin]\nruntime = [" + Repeat(static _ => "\"in_proces\",") + "]",
        ["runtimes that are not supported"] = static () => "[plugin]\nruntime = [" + Repeat(static i => $"\"mcp_{(i % 2 == 0 ? "http" : "stdio")}\",") + "]",
        ["dependencies that are none"] = static () => "[plugin]\ndepends_on = [" + Repeat(static _ => "{x=1},") + "]",
        ["open strings"] = static () => Repeat(static _ => "name = \"x\n"),
        ["open brackets"] = static () => Repeat(static _ => "[\n"),
        ["blanks before a key"] = static () => Repeat(static _ => " ") + "a.b.c = 1",
        ["a version of numbers"] = static () => "[plugin]\nschema_version = \"1" + Repeat(static _ => ".1") + "x\"",
        ["json: one key again and again"] = static () => "{\"plugin\": {" + Repeat(static _ => "\"name\": 1,") + "\"x\": 1}}",
        ["json: unknown keys in one line"] = static () => "{\"plugin\": {" + Repeat(static i => $"\"k{i}\": 1,") + "\"x\": 1}}",
        ["json: wrong items"] = static () => "{\"plugin\": {\"authors\": [" + Repeat(static _ => "1,") + "1]}}",
        ["json: lines"] = static () => Repeat(static _ => "\n") + "{]",
        ["json: open strings"] = static () => "{\"plugin\":" + Repeat(static _ => "\"\n"),
        ["json: escapes"] = static () => "{\"plugin\": {\"name\": \"" + Repeat(static _ => "\\u0007") + "\"}}",
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Parse_LongHostileText_EndsInBoundedTimeAndMemory(string name, ManifestFormat format)
    {
        var text = s_texts[name]();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();

        var result = PluginManifestLoader.Parse(text, format, "x");

        // Under two seconds alone. The bound is for the busiest of machines; work in the square of the length does not fit in it.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{watch.Elapsed}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1_000_000_000);
        Assert.False(result.IsValid);
        Assert.All(result.Problems, static problem => Assert.InRange(problem.Message.Length, 10, 2_000));
    }

    private static string Repeat(Func<int, string> item)
    {
        var text = new System.Text.StringBuilder(Length);
        for (var i = 0; text.Length < Length; i++)
        {
            text.Append(item(i));
        }

        return text.ToString();
    }
}
