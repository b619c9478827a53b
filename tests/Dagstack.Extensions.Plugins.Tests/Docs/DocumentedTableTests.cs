using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>The tables of the pages are what the code has: nothing is missing, and nothing stands there that is not.</summary>
public sealed partial class DocumentedTableTests
{
    [Fact]
    public void Events_OfOperations_AreThoseOfTheLog()
    {
        var rows = Rows("operations.md", "## Events").SelectMany(static row =>
        {
            var (ids, names, levels) = (row[0].Split(", "), row[1].Split(", "), row[2].Split(", "));
            return ids.Select((id, i) => $"{id} {names[i]} {levels[Math.Min(i, levels.Length - 1)]}");
        });
        var events = typeof(Log).GetMethods()
            .SelectMany(static method => method.GetCustomAttributes<LoggerMessageAttribute>())
            .Select(static message => $"{message.EventId} {message.EventName} {message.Level.ToString().ToLowerInvariant()}");
        Assert.Equal(events.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("hosting.md", "## Errors")]
    [InlineData("operations.md", "## Codes")]
    public void Codes_OfThePages_AreThoseOfErrors(string page, string heading)
    {
        var rows = Rows(page, heading).SelectMany(static row => row[0].Split(", ")).Select(static code => code.Trim('`'));
        var codes = typeof(PluginErrorCodes).GetFields().Select(static field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Options_OfThePage_AreThoseOfTheClassesWithTheirDefaults()
    {
        var options = new DagstackPluginOptions[1];
        new ServiceCollection().AddDagstackPlugins(o => options[0] = o);
        Assert.Equal(Described(options[0]), Documented("## Properties"));
        Assert.Equal(Described(new PluginKindOptions()), Documented("## Of a kind"));
        Assert.Equal(Described(new PluginWatchOptions()), Documented("## Of watching"));
        var calls = typeof(DagstackPluginOptions).GetMethods().Where(static method => !method.IsSpecialName && method.DeclaringType == typeof(DagstackPluginOptions)).Select(static method => method.Name).Distinct();
        Assert.Equal(calls.Order(StringComparer.Ordinal), Rows("options.md", "## Calls").SelectMany(static row => row[0].Split(", ")).Select(static name => name.Trim('`')).Order(StringComparer.Ordinal));

        static IEnumerable<string> Documented(string heading) => Rows("options.md", heading).Select(static row => $"{row[0].Trim('`')}: {row[1].Trim('`')}");

        static IEnumerable<string> Described(object of) => of.GetType().GetProperties().Where(static property => property.Name != nameof(DagstackPluginOptions.Services)).OrderBy(static property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}: {DefaultOf(of, property)}");

        static string DefaultOf(object of, PropertyInfo property) => (property.Name, property.GetValue(of)) switch
        {
            (nameof(DagstackPluginOptions.CoreVersion), _) => "this library's version",
            (nameof(DagstackPluginOptions.MaxCpuBoundCalls), int count) when count == Environment.ProcessorCount => "the number of processors",
            (_, null) => "null",
            (_, string text) => text.Length == 0 ? "empty" : text,
            (_, bool value) => value ? "true" : "false",
            (_, TimeSpan time) => time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds} ms" : $"{time.TotalSeconds} s",
            (_, System.Collections.ICollection { Count: 0 }) => "none",
            (_, var other) => other.ToString()!,
        };
    }

    [Fact]
    public void Transitions_OfLifecycle_AreThoseOfTheTable()
    {
        var drawn = Arrow().Matches(Page("lifecycle.md")).Select(static match => (match.Groups[1].Value, match.Groups[2].Value));
        var allowed =
            from state in Enum.GetValues<PluginState>()
            from next in Enum.GetValues<PluginState>()
            where PluginTransitions.Allows(state, next)
            select (PluginStates.NameOf(state), PluginStates.NameOf(next));
        Assert.Equal(allowed.Order(), drawn.Order());
    }

    [Fact]
    public async Task Instruments_OfTelemetry_AreThoseOfTheMeter()
    {
        var instruments = new Dictionary<string, string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Dagstack.Plugins")
                {
                    instruments[instrument.Name] = $"{instrument.Name} {instrument.Unit} {KindOf(instrument)}";
                }
            },
        };
        listener.Start();

        // Some are made with the first host, the first call and the first reload.
        await using var provider = await TestProvider.StartAsync(static o => o.AllowReload().Add("greeter:one", static _ => new CodePlugin()));
        await provider.Registry.ReloadAsync("greeter:one", TestContext.Current.CancellationToken);
        provider.Greeter("one").Greet("x");
        var rows = Rows("telemetry.md", "| instrument | unit | |").Select(static row => $"{row[0].Trim('`')} {row[1].Trim('`')} {row[2].Split([':', ','])[0]}");
        Assert.Equal(instruments.Values.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));

        static string KindOf(Instrument instrument) =>
            instrument is Counter<long> ? "counter" : instrument is Histogram<double> ? "histogram" : instrument.GetType().Name.StartsWith("Observable", StringComparison.Ordinal) ? "gauge" : instrument.GetType().Name;
    }

    private static string Page(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

    /// <summary>Reads the rows of the first table at or below a line.</summary>
    private static List<string[]> Rows(string page, string below)
    {
        var lines = Page(page).Split('\n').SkipWhile(line => line != below).SkipWhile(static line => !line.StartsWith('|')).ToList();
        Assert.NotEmpty(lines);
        return [.. lines.TakeWhile(static line => line.StartsWith('|')).Skip(2).Select(static line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
    }

    [GeneratedRegex(@"^    (\w+) --> (\w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
