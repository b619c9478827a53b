using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Names and texts that act on a terminal, or pretend to be lines of a log, act on nothing.</summary>
public sealed class TerminalTextTests
{
    private const string Acting = "\u001b[31mred\n[inf] all is well\u0007";

    [Fact]
    public async Task Setup_ThrowsATextThatActs_IsShownWithEscapes()
    {
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            static o => o.Add("greeter:one", new CodePlugin { OnSetup = static _ => throw new InvalidTimeZoneException(Acting) }),
            services => services.AddLogging(logging => logging.AddProvider(logs)).AddHealthChecks().AddDagstackPlugins());
        Assert.Equal("its setup threw System.InvalidTimeZoneException: \\u001B[31mred [inf] all is well\\u0007. See to what it complains of; the log has the place where it threw.", provider.Status("greeter:one").Reason);
        await AssertNothingActsAsync(provider, logs);
    }

    [Fact]
    public async Task Folder_HasANameThatActs_IsShownWithEscapes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        using var folder = new TempFolder();
        folder.Write($"x{Acting}/dagstack.toml", "[plugin]\nname = \"one\"\nkind = \"greeter\"\nruntime = \"in_process\"\ncore_version = \"*\"\nentry_point = \"gone:Gone\"\n");
        folder.Write($"y{Acting}/dagstack.toml", "[plugin\n");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folder.Path),
            services => services.AddLogging(logging => logging.AddProvider(logs)).AddHealthChecks().AddDagstackPlugins());
        Assert.All(provider.Registry.Plugins, static plugin => Assert.Contains("\\u001B[31mred\\u000A[inf] all is well\\u0007", plugin.Reason, StringComparison.Ordinal));
        await AssertNothingActsAsync(provider, logs);
    }

    [Fact]
    public async Task Hook_ThrowsATextThatActs_IsLoggedWithEscapes()
    {
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            static o => o.Add("stage:a", new Stage("a") { OnTell = static (_, _) => throw new InvalidTimeZoneException(Acting) }),
            services => services.AddLogging(logging => logging.AddProvider(logs)).AddHealthChecks().AddDagstackPlugins());
        await Stages.Of(provider).TellAsync("x", TestContext.Current.CancellationToken);
        Assert.Contains(logs.Lines, static line => line.Contains("\\u001B[31mred [inf] all is well\\u0007", StringComparison.Ordinal));
        await AssertNothingActsAsync(provider, logs);
    }

    private static async Task AssertNothingActsAsync(TestProvider provider, TestLogs logs)
    {
        var health = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = health.Entries.Values.Single();
        string?[] shown =
        [
            .. logs.Lines,
            .. provider.Registry.Plugins.Select(static plugin => plugin.Reason),
            .. provider.Registry.Plugins.Select(static plugin => plugin.ToString()),
            entry.Description,
            .. entry.Data.Select(static pair => $"{pair.Key} {pair.Value}"),
        ];
        Assert.All(shown, static text => Assert.DoesNotContain('\u001b', text ?? string.Empty));
        Assert.All(shown, static text => Assert.DoesNotContain("\n[inf]", text ?? string.Empty, StringComparison.Ordinal));
    }
}
