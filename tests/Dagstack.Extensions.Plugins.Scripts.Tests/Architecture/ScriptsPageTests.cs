using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Tests.Architecture;

/// <summary>What docs/scripts.md says in tables, and its example.</summary>
public sealed partial class ScriptsPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "scripts.md"));

    [Fact]
    public void Events_OfThePage_AreThoseOfTheCode()
    {
        var events = typeof(ScriptLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .OrderBy(static message => message.EventId)
            .Select(static message => string.Create(CultureInfo.InvariantCulture, $"{message.EventId} {message.EventName} {message.Level.ToString().ToLowerInvariant()}"));
        var rows = Row().Matches(Page).SelectMany(static row => row.Groups["id"].Value.Split(", ").Zip(row.Groups["name"].Value.Split(", "), (id, name) => $"{id} {name} {row.Groups["level"].Value}"));

        Assert.Equal(events, rows);
    }

    [Fact]
    public void Options_OfThePage_AreThoseOfTheCode()
    {
        var page = Page;

        Assert.All(typeof(ScriptsOptions).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static member => member is PropertyInfo or MethodInfo { IsSpecialName: false }), member => Assert.Contains($"`s.{member.Name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Example_OfThePage_Serves()
    {
        var (manifest, code) = (Block().Matches(Page)[0].Groups["text"].Value, Block().Matches(Page)[1].Groups["text"].Value);
        using var folder = new ScriptFolder().Write(code);
        await File.WriteAllTextAsync(folder.FileOf("lines", "dagstack.toml"), manifest, TestContext.Current.CancellationToken);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal([(0, "one"), (4, "two")], host.Chunker().Chunk("one\ntwo").Select(static chunk => (chunk.Offset, chunk.Text)));
    }

    [GeneratedRegex(@"^\| (?<id>[\d, ]+) \| (?<name>[^|]+) \| (?<level>[^| ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^```\w+\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
