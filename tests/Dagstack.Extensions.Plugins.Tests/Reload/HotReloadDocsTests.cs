using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>docs/hot-reload.md is true: each cause has a section, what it calls bad is reported so, and what it calls good is unloaded.</summary>
[Collection(nameof(Alone))]
public sealed partial class HotReloadDocsTests(ITestOutputHelper output)
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "hot-reload.md"));

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    [Fact]
    public void Docs_Causes_EachHasASection()
    {
        var causes = typeof(PluginUnloadCauses).GetFields().Select(static field => (string)field.GetRawConstantValue()!);
        Assert.Equal(causes, Heading().Matches(s_text).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public void Docs_Events_AreThoseOfTheLog()
    {
        var events = typeof(Log).GetMethods().SelectMany(static method => method.GetCustomAttributes(inherit: false).OfType<Microsoft.Extensions.Logging.LoggerMessageAttribute>()).Where(static message => message.EventId is >= 50 and < 60).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, static message => Assert.Contains($"| {message.EventId} | {message.EventName} | {message.Level.ToString().ToLowerInvariant()} |", s_text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PluginUnloadCauses.Event, true)]
    [InlineData(PluginUnloadCauses.Timer, true)]
    [InlineData(PluginUnloadCauses.Thread, true)]
    [InlineData(PluginUnloadCauses.Task, true)]
    [InlineData(PluginUnloadCauses.Registration, true)]
    [InlineData(PluginUnloadCauses.Telemetry, true)]
    [InlineData(PluginUnloadCauses.Ambient, true)]
    [InlineData(PluginUnloadCauses.Json, false)]
    [InlineData(PluginUnloadCauses.Xml, false)]
    [InlineData(PluginUnloadCauses.TypeDescriptor, true)]
    [InlineData(PluginUnloadCauses.HostContainer, true)]
    [InlineData(PluginUnloadCauses.KeptObject, true)]
    [InlineData(PluginUnloadCauses.NotStopped, false)]
    public async Task Docs_BadAndGood_AreHeldAndUnloaded(string cause, bool isHeld)
    {
        var section = s_text[s_text.IndexOf($"### `{cause}`\n", StringComparison.Ordinal)..];
        var blocks = Block().Matches(section).Take(2).Select(static match => match.Groups[1].Value).ToList();

        // What is good may only be an addition. A context of JSON is written by a generator, which does not run here.
        var good = blocks[1].Contains("SetupAsync", StringComparison.Ordinal) || blocks[1].Contains("GreetAsync", StringComparison.Ordinal) ? blocks[1] : blocks[0] + blocks[1];
        Assert.Equal((PluginUnloadOutcome.Unloaded, ""), cause == PluginUnloadCauses.Json ? (PluginUnloadOutcome.Unloaded, "") : await ReloadAsync(good));
        var (outcome, hints) = await ReloadAsync(blocks[0]);
        output.WriteLine($"{cause}: {outcome} {hints}");
        Assert.Equal(isHeld ? PluginUnloadOutcome.StillAlive : PluginUnloadOutcome.Unloaded, outcome);
        if (isHeld)
        {
            Assert.All(Report().Match(section).Groups[1].Value.Split('…'), part => Assert.Contains(part, hints, StringComparison.Ordinal));
        }
    }

    private static async Task<(PluginUnloadOutcome Unload, string Hints)> ReloadAsync(string members)
    {
        ZooKeeper.Open();
        try
        {
            using var plugins = new ReloadablePlugins().Write("sample", 1);
            var manifest = Path.Combine(plugins.FolderOf("sample"), "dagstack.toml");
            await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(":Versioned", ":Sample", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(plugins.AssemblyOf("sample"), Compiler.Compile("greeters", Source(members), s_references), TestContext.Current.CancellationToken);
            await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
            Assert.Equal("documented", provider.Greeter("sample").Greet("you"));
            plugins.Write("sample", 2);
            var reload = await provider.Registry.ReloadAsync("greeter:sample", TestContext.Current.CancellationToken);
            Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome);
            return (reload.Unload, string.Join("; ", reload.Hints));
        }
        finally
        {
            ZooKeeper.Close();
        }
    }

    private static string Source(string members)
    {
        var interfaces = new (string Member, string Name)[] { ("SetupAsync", "IPluginSetup"), ("TeardownAsync", "IPluginTeardown"), ("ConfigureServices", "IPluginServices"), ("void Dispose", "IDisposable") };
        return $$"""
            using System;
            using System.Collections.Generic;
            using System.ComponentModel;
            using System.ComponentModel.DataAnnotations;
            using System.Diagnostics.Metrics;
            using System.Text.Json;
            using System.Threading;
            using System.Threading.Tasks;
            using System.Xml.Linq;
            using System.Xml.Serialization;
            using Dagstack.Extensions.Plugins;
            using Microsoft.Extensions.DependencyInjection;
            using Host = Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper;

            public sealed class Sample : {{string.Join(", ", interfaces.Where(one => members.Contains(one.Member, StringComparison.Ordinal)).Select(static one => one.Name).Prepend("Fixtures.IGreeter"))}}
            {
                public string Greet(string name) => "documented";

                {{members}}
            }
            """;
    }

    [GeneratedRegex("^### `([a-z_]+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("```text\n(.*)\n```")]
    private static partial Regex Report();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
