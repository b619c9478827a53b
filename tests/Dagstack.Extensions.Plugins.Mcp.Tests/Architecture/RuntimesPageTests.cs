using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Architecture;

/// <summary>What docs/runtimes.md says in tables.</summary>
public sealed partial class RuntimesPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "runtimes.md"));

    [Fact]
    public void Events_OfThePage_AreThoseOfTheCode()
    {
        var events = typeof(McpLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .OrderBy(static message => message.EventId)
            .Select(static message => $"{message.EventId.ToString(CultureInfo.InvariantCulture)} {(message.Level == LogLevel.None ? "as it says" : message.Level.ToString().ToLowerInvariant())}");

        Assert.Equal(events, Row().Matches(Page).Select(static row => $"{row.Groups["id"].Value} {row.Groups["level"].Value}"));
    }

    [Fact]
    public void Options_OfThePage_AreThoseOfTheCode()
    {
        var page = Page;

        Assert.All(typeof(McpOptions).GetProperties(), property => Assert.Contains($"m.{property.Name}", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
