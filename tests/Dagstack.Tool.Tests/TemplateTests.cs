using System.Text.Json;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>What is said more than once in the templates is said alike.</summary>
public sealed partial class TemplateTests
{
    private static readonly string s_content = Path.Combine(Repository.Root, "src", "Dagstack.Templates", "content");

    [Fact]
    public void Version_OfThePackages_IsTheirs()
    {
        var version = Version().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"))).Groups["version"].Value;
        var defaults = Configurations().Where(static one => one.TryGetProperty("symbols", out var symbols) && symbols.TryGetProperty("packageVersion", out _)).Select(static one => one.GetProperty("symbols").GetProperty("packageVersion").GetProperty("defaultValue").GetString());

        Assert.All(defaults, one => Assert.Equal(version, one));
    }

    [Fact]
    public void Parameters_OfThePlugin_AreTheSameInEachLanguage()
    {
        var languages = Configurations().Where(static one => one.GetProperty("shortName").GetString() == "dagstack-plugin").ToArray();
        string[] shared = ["kind", "plugin", "contract", "contractPackage", "contractPackageVersion", "interface", "members", "apiVersion", "runner", "packageVersion"];

        Assert.Equal(["C#", "F#", "Node", "Python"], languages.Select(static one => one.GetProperty("tags").GetProperty("language").GetString()).Order(StringComparer.Ordinal));
        Assert.All(shared, name => Assert.Single(languages.Select(one => one.GetProperty("symbols").GetProperty(name).GetRawText()).Distinct()));
    }

    /// <summary>The protocol is that of the sample, whose tests are many.</summary>
    [Theory]
    [InlineData("python", "server.py")]
    [InlineData("node", "server.mjs")]
    public void Protocol_OfAProgram_IsThatOfTheSample(string language, string file)
    {
        var template = ProtocolOf(Path.Combine(s_content, $"plugin-{language}", "PluginName", file));

        Assert.Equal(ProtocolOf(Path.Combine(Repository.Root, "samples", "Polyglot", "plugins", language, file)).Replace("Server(Reader())", "Server(PluginNameKindName())", StringComparison.Ordinal).Replace("new Server(new Reader())", "new Server(new PluginNameKindName())", StringComparison.Ordinal), template);
        Assert.Contains("PluginNameKindName()", template, StringComparison.Ordinal);
    }

    private static string ProtocolOf(string file)
    {
        var text = File.ReadAllText(file);
        return text[text.IndexOf(" The protocol ---", StringComparison.Ordinal)..];
    }

    private static IEnumerable<JsonElement> Configurations() => Directory.EnumerateFiles(s_content, "template.json", SearchOption.AllDirectories).Select(static file => JsonElement.Parse(File.ReadAllText(file)));

    [GeneratedRegex("<Version>(?<version>[^<]+)</Version>")]
    private static partial Regex Version();
}
