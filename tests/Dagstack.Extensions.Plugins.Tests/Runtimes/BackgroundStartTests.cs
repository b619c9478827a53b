using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Plugins that the start of the host does not wait for as long as it takes, and starts that are tried again.</summary>
public sealed class BackgroundStartTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setup_PluginThatIsSlow_IsWaitedForUpToThePatienceAndHoldsUpItsDependantsOnly()
    {
        var runtime = Slow(TimeSpan.FromSeconds(5));
        await using var provider = TestProvider.Build(o => With(o, runtime).Add(Manifest("free"), new CodePlugin()).Add(Manifest("next", "free"), new CodePlugin()).Add(Manifest("held", "one"), new CodePlugin()), services => services.AddSingleton<TimeProvider>(_time));

        var setup = provider.Services.SetupPluginsAsync(Token);
        await Wait.UntilAsync(() => runtime.Asked == 1, "begun");

        Assert.Equal((PluginState.Ready, PluginState.Ready), (provider.Status("greeter:free").State, provider.Status("greeter:next").State));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(setup.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await setup.WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginState.Starting, PluginState.Discovered), (provider.Status("greeter:one").State, provider.Status("greeter:held").State));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => provider.Greeter("one").GreetAsync("x", Token));

        _answer.SetResult();
        await Wait.UntilAsync(() => provider.Status("greeter:held").State == PluginState.Ready, "held is ready");
        Assert.Equal("1: x", provider.Greeter("one").Greet("x"));
    }

    [Fact]
    public async Task Teardown_WhilePluginsStartInTheBackground_CancelsThem()
    {
        var runtime = Slow(TimeSpan.Zero);
        await using var provider = TestProvider.Build(o => With(o, runtime), services => services.AddSingleton<TimeProvider>(_time));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        await Wait.UntilAsync(() => runtime.Asked == 1, "begun");

        await provider.Services.TeardownPluginsAsync(Token).WaitAsync(Limits.Patience, Token);

        Assert.Equal((PluginState.Unavailable, "its start was cancelled."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
        _answer.SetResult();
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Ready, "started again");
    }

    [Fact]
    public async Task Setup_RequiredPluginAndWhatItDependsOn_AreWaitedFor()
    {
        var runtime = Slow(TimeSpan.Zero);
        await using var provider = TestProvider.Build(o => With(o, runtime).Add(Manifest("held", "one"), new CodePlugin()).Require("greeter:held"), services => services.AddSingleton<TimeProvider>(_time));

        var setup = provider.Services.SetupPluginsAsync(Token);
        await Wait.UntilAsync(() => runtime.Asked == 1, "begun");
        Assert.False(setup.IsCompleted);
        _answer.SetResult();
        await setup.WaitAsync(Limits.Patience, Token);

        Assert.Equal((PluginState.Ready, PluginState.Ready), (provider.Status("greeter:one").State, provider.Status("greeter:held").State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setup_StartThatFails_IsTriedAgainWhereTheRuntimeWantsItWithThoseThatDependOnIt(bool retries)
    {
        var runtime = new TestRuntime
        {
            RestartOptions = new() { Jitter = 0 },
            Retries = retries,
            OnCreate = static (number, _) => number < 3 ? throw new PluginUnavailableException(new("greeter", "one"), PluginState.Starting, "nobody is there.", PluginErrorCodes.PluginUnavailable) : Task.FromResult(new TestInstance(number)),
        };
        await using var provider = TestProvider.Build(o => With(o, runtime).Add(Manifest("held", "one"), new CodePlugin()).Add(Manifest("last", "held"), new CodePlugin()), services => services.AddSingleton<TimeProvider>(_time));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);

        Assert.Equal(retries ? "nobody is there. It is started again in 0.5 s." : "nobody is there.", provider.Status("greeter:one").Reason);
        Assert.Equal(PluginErrorCodes.MissingDependency, provider.Status("greeter:last").Code);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        if (!retries)
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(1, runtime.Asked);
            return;
        }

        await Wait.UntilAsync(() =>
        {
            // Not while it starts, which has its time too.
            if (provider.Status("greeter:one").State == PluginState.Unavailable)
            {
                _time.Advance(TimeSpan.FromSeconds(0.1));
            }

            return provider.Status("greeter:one").IsServing;
        });
        await Wait.UntilAsync(() => provider.Status("greeter:last").State == PluginState.Ready, "all are ready");
        Assert.Equal(3, runtime.Asked);
    }

    [Fact]
    public async Task Setup_StartThatNoneCanHelp_IsNotTriedAgain()
    {
        var runtime = new TestRuntime { RestartOptions = new() { Jitter = 0 }, Retries = true, OnCreate = static (_, _) => throw new PluginLoadException(new("greeter", "one"), "the manifest is wrong.") };
        await using var provider = TestProvider.Build(o => With(o, runtime), services => services.AddSingleton<TimeProvider>(_time));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);

        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((1, "the manifest is wrong."), (runtime.Asked, provider.Status("greeter:one").Reason));
    }

    [Fact]
    public async Task Teardown_WhileAStartWaitsToBeTriedAgain_ForgetsIt()
    {
        var runtime = new TestRuntime { RestartOptions = new() { Jitter = 0 }, Retries = true, OnCreate = static (number, _) => number == 1 ? throw new InvalidOperationException("no") : Task.FromResult(new TestInstance(number)) };
        await using var provider = TestProvider.Build(o => With(o, runtime), services => services.AddSingleton<TimeProvider>(_time));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);

        await provider.Services.TeardownPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1, PluginState.Stopped), (runtime.Asked, provider.Status("greeter:one").State));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal("2: x", provider.Greeter("one").Greet("x"));
    }

    [Fact]
    public void StartPatience_BelowZero_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => With(o, new TestRuntime { Patience = TimeSpan.FromSeconds(-2) }));
        using var provider = services.BuildServiceProvider();

        var fault = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IPluginRegistry>());

        Assert.Contains("StartPatience of the runtime", fault.ToString(), StringComparison.Ordinal);
    }

    private static DagstackPluginOptions With(DagstackPluginOptions options, TestRuntime runtime) => options.AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => runtime);

    private static PluginManifest Manifest(string name, string? dependsOn = null) => new() { Id = new("greeter", name), DependsOn = dependsOn is null ? [] : [new(dependsOn)] };

    /// <summary>A runtime whose instances are there when a test says so.</summary>
    private TestRuntime Slow(TimeSpan patience) => new()
    {
        Patience = patience,
        OnCreate = async (number, cancellationToken) =>
        {
            await _answer.Task.WaitAsync(cancellationToken);
            return new TestInstance(number);
        },
    };
}
