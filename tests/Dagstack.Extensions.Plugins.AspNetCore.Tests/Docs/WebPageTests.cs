using System.Reflection;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Docs;

/// <summary>The tables of docs/web.md are what the code has.</summary>
public sealed partial class WebPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "web.md"));

    [Fact]
    public void Events_OfThePage_AreThoseOfTheLogs()
    {
        var events = new[] { typeof(WebLog), typeof(AuditLog) }.SelectMany(static log => log.GetMethods())
            .SelectMany(static method => method.GetCustomAttributes<LoggerMessageAttribute>())
            .Select(static message => $"{message.EventId} {message.EventName} {message.Level.ToString().ToLowerInvariant()}");

        Assert.Equal(events.Order(StringComparer.Ordinal), Event().Matches(s_page).Select(static row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Problems_OfThePage_AreThoseThereAre()
    {
        var types = typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.Name != nameof(ProblemTypes.Base)).Select(static field => (string)field.GetRawConstantValue()!);

        Assert.Equal(types.Order(StringComparer.Ordinal), Problem().Matches(s_page).Select(static row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(PluginEndpointOptions))]
    [InlineData(typeof(PluginProblemOptions))]
    public void Options_OfThePage_AreThoseThereAre(Type options) =>
        Assert.All(options.GetProperties(), static property => Assert.Contains($"| `{property.Name}` |", s_page, StringComparison.Ordinal));

    [GeneratedRegex(@"^\| (3\d\d) \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Event();

    [GeneratedRegex(@"^\| `([a-z-]+)` \| [0-9]", RegexOptions.Multiline)]
    private static partial Regex Problem();
}
