using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Dagstack.Extensions.Plugins.Mcp.Tests.Worker;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polyglot;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>The level of a plugin in another process is configured by its category, as that of any plugin.</summary>
public sealed class LogLevelTests : IDisposable
{
    private static readonly Dictionary<string, string> s_firstLines = new()
    {
        [Language.Python] = "import sys; print('on the error output', file=sys.stderr, flush=True)",
        [Language.Node] = "console.error('on the error output');",
    };

    private readonly TempFolder _root = new();
    private readonly LogLines _logs = new();

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task ErrorOutput_OfAServer_HasTheLevelInformation(string language)
    {
        await RunAsync(language, "Information");
        Assert.Contains($"Information plugin.reader.{language}: on the error output ", _logs.Lines);
        Assert.Contains($"Information plugin.reader.{language}: ready to read ", _logs.Lines);
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task ErrorOutput_OfAServerOfWhichOnlyWarningsAreWanted_IsNotThere(string language)
    {
        await RunAsync(language, "Warning");
        Assert.Empty(_logs.Lines);
    }

    [Theory]
    [InlineData("Information", true)]
    [InlineData("Error", false)]
    public async Task Messages_OfAClassInAProcessOfItsOwn_HaveTheLevelOfItsCategory(string level, bool isThere)
    {
        await using (var host = await OddHost.StartAsync(add: services => Configure(services, ("plugin.odd.odd", level))))
        {
            await host.DoAsync("log", "two");
            if (isThere)
            {
                await _logs.WaitForAsync("Warning plugin.odd.odd: two");
            }
        }

        Assert.Equal(isThere, _logs.Lines.Any(static line => line.Contains("two", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        _root.Dispose();
        _logs.Dispose();
    }

    private void Configure(IServiceCollection services, params (string Category, string Level)[] levels) => services.AddLogging(logging => logging
        .AddProvider(_logs)
        .AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(levels.Append(("Default", "None")).Select(static level => KeyValuePair.Create($"LogLevel:{level.Item1}", (string?)level.Item2))).Build()));

    /// <summary>Starts the plugin of a language, calls it and stops it: what it has said is then in the log.</summary>
    private async Task RunAsync(string language, string level)
    {
        var server = Directory.GetFiles(_root.AddSample(language), "server.*").Single();
        var text = await File.ReadAllTextAsync(server, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(server, $"{s_firstLines[language]}\n{text}", TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        Configure(services, ($"plugin.reader.{language}", level));
        services.AddDagstackPlugins(options => options.Discover(_root.Path).UseMcp());
        await using var provider = services.BuildServiceProvider();
        await provider.SetupPluginsAsync().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, provider.GetRequiredKeyedService<IReader>($"reader:{language}").Count("two words"));
        if (level == "Information")
        {
            await _logs.WaitForAsync("ready to read");
            await _logs.WaitForAsync("on the error output");
        }
    }
}
