using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Runtimes are code of others: whatever a member throws is told with its name, and the rest goes on.</summary>
public sealed class FaultyRuntimeTests : IDisposable
{
    private readonly TestLogs _logs = new();
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(PluginRuntime.Name))]
    [InlineData(nameof(PluginRuntime.StartOrder))]
    [InlineData(nameof(PluginRuntime.Restart))]
    public async Task Runtime_CannotSayWhatItIs_StopsTheStart(string member)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TestProvider.StartAsync(o => o.AddRuntime(_ => new FaultyRuntime(member))));
        Assert.Equal($"{member} of the runtime {typeof(FaultyRuntime).FullName} threw System.NotSupportedException: no {member}. It is asked once, when the host is made, and is not to fail.", fault.Message);
    }

    [Theory]
    [InlineData("Test")]
    [InlineData("7up")]
    [InlineData("")]
    [InlineData("version")]
    public async Task Runtime_HasANameThatNoManifestCanGive_StopsTheStart(string name)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TestProvider.StartAsync(o => o.AddRuntime(_ => new NamedRuntime(name))));
        Assert.Equal($"The runtime {typeof(NamedRuntime).FullName} calls itself '{name}', which no manifest can give under 'runtime'. Use lower-case letters, digits and '_', and no key of [plugin].", fault.Message);
    }

    [Theory]
    [InlineData(nameof(PluginRuntime.Check), "PluginLoadError", "Check of its runtime 'test' threw System.NotSupportedException: no Check. Correct {0}.")]
    [InlineData(nameof(PluginRuntime.FindInjectedKeys), "PluginLoadError", "FindInjectedKeys of its runtime 'test' threw System.NotSupportedException: no FindInjectedKeys. Correct {0}.")]
    [InlineData(nameof(PluginRuntime.WantsCopy), "PluginLoadError", "WantsCopy of its runtime 'test' threw System.NotSupportedException: no WantsCopy. Correct {0}.")]
    [InlineData(nameof(PluginRuntime.CallTimeout), "PluginLoadError", "CallTimeout of its runtime 'test' threw System.NotSupportedException: no CallTimeout. Correct {0}.")]
    [InlineData(nameof(PluginRuntime.StartTimeout), "PluginLoadError", "StartTimeout of its runtime 'test' threw System.NotSupportedException: no StartTimeout. Correct {0}.")]
    [InlineData(nameof(PluginRuntime.CreateAsync), "PluginUnavailable", "its setup threw System.NotSupportedException: no CreateAsync. See to what it complains of; the log has the place where it threw.")]
    [InlineData(nameof(PluginInstance.ReportsHealth), "PluginUnavailable", "its setup threw System.NotSupportedException: no ReportsHealth. See to what it complains of; the log has the place where it threw.")]
    [InlineData(nameof(PluginInstance.CanBeKilled), "PluginUnavailable", "its setup threw System.NotSupportedException: no CanBeKilled. See to what it complains of; the log has the place where it threw.")]
    public async Task Runtime_FailsBeforeItServes_PluginIsUnavailableAndOthersServe(string member, string code, string reason)
    {
        var runtime = new FaultyRuntime(member);
        await using var provider = await StartAsync(runtime);
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, code, string.Format(null, reason, typeof(FaultyRuntime).FullName)), (status.State, status.Code, status.Reason));
        Assert.Equal("other", provider.Greeter("other").Greet("other"));
        Assert.Equal(reason.Contains("Killed", StringComparison.Ordinal) || reason.Contains("Health", StringComparison.Ordinal) ? 1 : 0, runtime.Ends);
    }

    [Fact]
    public async Task IsCode_Throws_IsCodeAndSaidOnce()
    {
        await using var provider = await StartAsync(new FaultyRuntime(nameof(PluginRuntime.IsCode)), watch: true);
        _folder.Write("one/data.txt", "another");
        await Wait.UntilAsync(() => provider.Status("greeter:one").Generation == 2);
        _folder.Write("one/data.txt", "and another");
        await Wait.UntilAsync(() => provider.Status("greeter:one").Generation == 3);
        var said = Assert.Single(_logs.Lines, static line => line.Contains("IsCode", StringComparison.Ordinal));
        Assert.StartsWith("Warning ", said, StringComparison.Ordinal);
        Assert.Contains("[57]", said, StringComparison.Ordinal);
        Assert.EndsWith($"is taken for code, as are others. IsCode of its runtime 'test' threw System.NotSupportedException: no IsCode. Correct {typeof(FaultyRuntime).FullName}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindComplaint_Throws_IsWhyTheReloadWaits()
    {
        await using var provider = await StartAsync(new FaultyRuntime(nameof(PluginRuntime.FindComplaint)), watch: true);
        _folder.Write("one/x.code", "another");
        await Wait.UntilAsync(() => _logs.Lines.Any(static line => line.Contains("FindComplaint", StringComparison.Ordinal)));
        Assert.Contains(_logs.Lines, line => line.Contains($"x.code' could not be looked at. FindComplaint of its runtime 'test' threw System.NotSupportedException: no FindComplaint. Correct {typeof(FaultyRuntime).FullName}.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(PluginInstance.Remains), 0)]
    [InlineData(nameof(PluginRemains.IsAlive), 1)]
    [InlineData(nameof(PluginRemains.Collect), 1)]
    [InlineData(nameof(PluginRemains.FollowAsync), 0)]
    public async Task Remains_Throws_ReloadsGoOn(string member, int leaked)
    {
        var runtime = new FaultyRuntime(member);
        await using var provider = await StartAsync(runtime);
        for (var i = 1; i < 4; i++)
        {
            var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
            Assert.Equal((PluginReloadOutcome.Replaced, null), (reload.Outcome, reload.Reason));
            await Wait.UntilAsync(() => runtime.Ends == i);
        }

        if (leaked == 0)
        {
            Assert.Contains(_logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains($"no {member}", StringComparison.Ordinal));
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<TestProvider> StartAsync(FaultyRuntime runtime, bool watch = false)
    {
        _folder.Write("one/dagstack.toml", """
            [plugin]
            name = "one"
            kind = "greeter"
            runtime = "test"
            core_version = "*"
            """);
        _folder.Write("one/x.code", "one");
        return TestProvider.StartAsync(
            o =>
            {
                o.Discover(_folder.Path).AddRuntime(_ => runtime).Add("greeter:other", new CodePlugin()).AllowReload();
                if (watch)
                {
                    o.WatchForChanges(static w => w.StableWindow = TimeSpan.FromMilliseconds(50));
                }
            },
            services => services.AddLogging(logging => logging.AddProvider(_logs)));
    }

    private sealed class NamedRuntime(string name) : PluginRuntime
    {
        public override string Name => name;

        public override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
