using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Hookspecs.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Architecture;

/// <summary>What docs/kinds.md shows, and its table.</summary>
public sealed partial class KindsPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "kinds.md"));

    [Fact]
    public async Task Example_OfThePage_IsAKindInThreeLanguages()
    {
        using var folder = new KindFolder();
        var schemas = Blocks("json");
        var spec = HookspecFile.Read(folder.Write("splitter", Blocks("yaml")[0], ("schemas/split.input.json", schemas[0]), ("schemas/split.output.json", schemas[1]))).ThrowIfInvalid();

        var contract = BuiltContract.Of($"{RoundTrip.CSharpOf(spec)}\n#pragma warning disable CS1591\n{Blocks("csharp")[0]}");

        var plugin = Activator.CreateInstance(contract.InterfaceType.Assembly.GetType("Kinds.LineSplitter")!)!;
        var hook = Assert.Single(contract.Hooks);
        var codec = PluginCodec.Of(contract).For(hook);
        var arguments = System.Text.Json.JsonElement.Parse("""{ "text": "one" }""");
        Assert.Empty(codec.CheckArguments(arguments));
        Assert.NotEmpty(codec.CheckArguments(System.Text.Json.JsonElement.Parse("""{ "text": "one", "max_size": 0 }""")));
        object pieces = await (dynamic)contract.InterfaceType.GetMethod("SplitAsync")!.Invoke(plugin, [Input(contract.InterfaceType.Assembly), TestContext.Current.CancellationToken])!;
        var piece = Assert.Single(((System.Collections.IEnumerable)pieces).Cast<object>());
        Assert.Equal("one", piece.GetType().GetProperty("Text")!.GetValue(piece));
        RoundTrip.AssertWhole(spec);
        Assert.Contains("class SplitterPlugin(Protocol):", Assert.Single(HookspecEmitter.Emit(spec, HookspecTarget.Python)).Text, StringComparison.Ordinal);
        Assert.Contains("export interface SplitterPlugin {", Assert.Single(HookspecEmitter.Emit(spec, HookspecTarget.TypeScript)).Text, StringComparison.Ordinal);
        Assert.Equal("splitter/v1.md", Assert.Single(HookspecEmitter.Emit(spec, HookspecTarget.Markdown)).Path);
    }

    [Fact]
    public void Events_OfThePage_AreThoseOfTheCode()
    {
        var events = typeof(HookspecLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .OrderBy(static message => message.EventId)
            .Select(static message => string.Create(CultureInfo.InvariantCulture, $"{message.EventId} {message.EventName} {message.Level.ToString().ToLowerInvariant()}"));

        Assert.Equal(events, Row().Matches(Page).Select(static row => $"{row.Groups["id"].Value} {row.Groups["name"].Value} {row.Groups["level"].Value}"));
    }

    private static object Input(Assembly assembly)
    {
        var type = assembly.GetType("Kinds.SplitInput")!;
        var input = Activator.CreateInstance(type)!;
        type.GetProperty("Text")!.SetValue(input, "one");
        return input;
    }

    private static List<string> Blocks(string language) => [.. Block().Matches(Page).Where(block => block.Groups["language"].Value == language).Select(static block => block.Groups["text"].Value)];

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<name>\w+) \| (?<level>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
