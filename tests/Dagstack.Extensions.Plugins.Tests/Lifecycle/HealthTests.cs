using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.Lifecycle;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class HealthTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Patient _patient = new();
    private HealthSettings _settings = HealthSettings.Default;
    private PluginHealth? _health;

    [Theory]
    [InlineData(false, "greeter:other", HealthStatus.Unhealthy, "1 of 2 plugins are unavailable: greeter:ill.")]
    [InlineData(true, "greeter:other", HealthStatus.Degraded, "1 of 2 plugins are unavailable, none of which is required: greeter:ill.")]
    [InlineData(true, "greeter:ill", HealthStatus.Unhealthy, "1 of 2 plugins are required and unavailable: greeter:ill.")]
    public async Task HealthCheck_OfRequiredPluginsOnly_FailsForNoOther(bool requiredOnly, string required, HealthStatus expected, string description)
    {
        var isIll = false;
        await using var provider = await TestProvider.StartAsync(
            o => o.Require(required).Add("greeter:other", new CodePlugin()).Add("greeter:ill", new CodePlugin { OnSetup = _ => isIll ? throw new InvalidOperationException("ill") : default }),
            services => services.AddHealthChecks().AddDagstackPlugins(requiredOnly: requiredOnly));
        isIll = true;
        await provider.Registry.TeardownPluginAsync("greeter:ill", TestContext.Current.CancellationToken);
        await provider.Registry.SetupPluginAsync("greeter:ill", TestContext.Current.CancellationToken);
        var report = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal((expected, description), (report.Status, Assert.Single(report.Entries).Value.Description));
    }

    [Fact]
    public async Task HealthCheck_RequiredPluginIsRemoved_IsUnhealthy()
    {
        using var plugins = new Reload.ReloadablePlugins().Write("one", 1);
        await using var provider = await Reload.WatchTests.StartAsync(plugins, static o => o.Require("greeter:one"), static services => services.AddHealthChecks().AddDagstackPlugins(requiredOnly: true));
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is null);
        var report = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Unhealthy, "1 of 1 plugins are required and unavailable: greeter:one."), (report.Status, Assert.Single(report.Entries).Value.Description));
    }

    [Fact]
    public async Task Poll_FailuresAndRecovery_DegradedThenUnavailableThenReady()
    {
        await using var provider = await StartAsync();
        _patient.Answer = static _ => new(HealthCheckResult.Unhealthy("fever"));
        await PollAsync(provider, PluginState.Degraded);
        Assert.Equal("x", provider.Greeter("patient").Greet("x"));
        await PollAsync(provider, PluginState.Degraded);
        await PollAsync(provider, PluginState.Unavailable);
        var error = Assert.Throws<PluginUnavailableException>(() => provider.Greeter("patient").Greet("x"));
        Assert.Contains("fever (3 failures in a row)", error.Message, StringComparison.Ordinal);

        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        await PollAsync(provider, PluginState.Ready);
        Assert.Equal("x", provider.Greeter("patient").Greet("x"));
    }

    [Fact]
    public async Task Describe_OfAPluginThatIsAsked_HasItsLastAnswer()
    {
        await using var provider = await StartAsync(o => o.Add("greeter:mute", new CodePlugin()));
        Assert.Null(provider.Registry.Describe("greeter:mute")!.Health);
        Assert.Equal((HealthStatus.Healthy, null, 0), Last());

        _patient.Answer = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            return new(HealthCheckResult.Unhealthy("fever"));
        };
        await PollAsync(provider, PluginState.Degraded);
        await PollAsync(provider, PluginState.Degraded);
        Assert.Equal((HealthStatus.Unhealthy, "fever", 2), Last());
        var health = provider.Registry.Describe("greeter:patient")!.Health!;
        Assert.Equal((2, _time.GetUtcNow()), (health.Duration.TotalSeconds, health.At));

        _patient.Answer = static _ => new(HealthCheckResult.Degraded("a cough"));
        await PollAsync(provider, PluginState.Degraded);
        Assert.Equal((HealthStatus.Degraded, "a cough", 0), Last());
        _patient.Answer = static _ => new(HealthCheckResult.Healthy("as fit as a fiddle"));
        await PollAsync(provider, PluginState.Ready);
        Assert.Equal((HealthStatus.Healthy, "as fit as a fiddle", 0), Last());
        Assert.Null(provider.Status("greeter:patient").Reason);

        (HealthStatus, string?, int) Last() => provider.Registry.Describe("greeter:patient")!.Health is { } last ? (last.Status, last.Description, last.FailuresInARow) : default;
    }

    [Fact]
    public async Task Describe_OfAPluginWhoseInstanceIsGone_HasNoAnswer()
    {
        await using var provider = await StartAsync();
        Assert.NotNull(provider.Registry.Describe("greeter:patient")!.Health);
        await provider.Registry.TeardownPluginAsync("greeter:patient", TestContext.Current.CancellationToken);
        Assert.Null(provider.Registry.Describe("greeter:patient")!.Health);
        await provider.Registry.SetupPluginAsync("greeter:patient", TestContext.Current.CancellationToken);
        Assert.NotNull(provider.Registry.Describe("greeter:patient")!.Health);
    }

    [Fact]
    public async Task Describe_OfAPluginThatHasDied_HasNoAnswer()
    {
        var runtime = new Runtimes.TestRuntime { OnCreate = static (_, _) => Task.FromResult(new Runtimes.TestInstance(new CodePlugin()) { OnHealth = static () => HealthCheckResult.Healthy() }) };
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(new Runtimes.TestSource(static () => ["one"])).AddRuntime(_ => runtime));
        Assert.NotNull(provider.Registry.Describe("greeter:one")!.Health);
        runtime.Last.Die();
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Unavailable);
        Assert.Null(provider.Registry.Describe("greeter:one")!.Health);
    }

    [Fact]
    public async Task Poll_Degraded_StaysDegradedHoweverOften()
    {
        await using var provider = await StartAsync();
        _patient.Answer = static _ => new(HealthCheckResult.Degraded("a cough"));
        for (var i = 0; i < 5; i++)
        {
            await PollAsync(provider, PluginState.Degraded);
        }

        Assert.Equal("a cough", provider.Status("greeter:patient").Reason);
    }

    [Fact]
    public async Task Poll_CheckThrows_CountsAsAFailure()
    {
        await using var provider = await StartAsync(failures: 1);
        _patient.Answer = static _ => throw new InvalidOperationException("no pulse");
        await PollAsync(provider, PluginState.Unavailable);
        Assert.Contains("its health check threw System.InvalidOperationException: no pulse", provider.Status("greeter:patient").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_CheckBlocks_CountsAsFailuresAndIsNotAskedTwice()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(failures: 2);
        _patient.Answer = _ =>
        {
            release.Task.Wait(CancellationToken.None);
            return new(HealthCheckResult.Healthy());
        };
        _time.Advance(s_interval);
        await Wait.UntilAsync(() => _patient.Asked == 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Wait.UntilAsync(() => provider.Status("greeter:patient").State == PluginState.Degraded);
        Assert.Contains("did not answer within 10 s", provider.Status("greeter:patient").Reason, StringComparison.Ordinal);
        _time.Advance(s_interval);
        await Wait.UntilAsync(() => provider.Status("greeter:patient").State == PluginState.Unavailable);
        Assert.Equal(1, _patient.Asked);
        release.SetResult();
        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        await Wait.UntilAsync(() =>
        {
            _time.Advance(s_interval);
            return provider.Status("greeter:patient").State == PluginState.Ready;
        });
    }

    [Fact]
    public async Task Poll_AnswerTakesLongerThanTheInterval_HasItsTime()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(static o => o.HealthTimeout = TimeSpan.FromDays(1), failures: 1);
        _patient.Answer = async _ =>
        {
            await release.Task;
            return HealthCheckResult.Healthy("slow");
        };
        _time.Advance(s_interval);
        await Wait.UntilAsync(() => _patient.Asked == 1);
        var changed = provider.Registry.GetChangeToken();
        _time.Advance(s_interval);
        _time.Advance(s_interval);
        release.SetResult();
        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        await Wait.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _patient.Asked > 1;
        });
        Assert.False(changed.HasChanged);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:patient").State);
    }

    [Fact]
    public async Task SetupPlugin_HealthFailed_StopsAndStartsIt()
    {
        await using var provider = await StartAsync(failures: 1);
        _patient.Answer = static _ => new(HealthCheckResult.Unhealthy("fever"));
        await PollAsync(provider, PluginState.Unavailable);
        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        var status = await provider.Registry.SetupPluginAsync(new("greeter", "patient"), TestContext.Current.CancellationToken);
        Assert.Equal((PluginState.Ready, "setup teardown setup"), (status.State, string.Join(' ', _patient.Life)));
    }

    [Fact]
    public async Task Teardown_HealthFailed_TearsItDown()
    {
        await using var provider = await StartAsync(failures: 1);
        _patient.Answer = static _ => new(HealthCheckResult.Unhealthy("fever"));
        await PollAsync(provider, PluginState.Unavailable);
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal((PluginState.Stopped, "setup teardown"), (provider.Status("greeter:patient").State, string.Join(' ', _patient.Life)));
    }

    [Fact]
    public async Task Interval_Infinite_NeverAsks()
    {
        await using var provider = await StartAsync(static o => o.HealthInterval = Timeout.InfiniteTimeSpan, isAsked: false);
        _time.Advance(TimeSpan.FromDays(1));
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _patient.Asked);
    }

    [Fact]
    public async Task HealthCheck_OfTheApplication_SaysWhichPluginsDoNotServe()
    {
        await using var provider = await StartAsync(
            static o => o.Add("greeter:broken", static _ => throw new InvalidOperationException("no luck")),
            static services => services.AddHealthChecks().AddDagstackPlugins(failureStatus: HealthStatus.Degraded, tags: ["plugins"]));
        var report = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var (name, entry) = Assert.Single(report.Entries);
        Assert.Equal(("dagstack_plugins", HealthStatus.Degraded), (name, entry.Status));
        Assert.Equal("1 of 2 plugins are unavailable: greeter:broken.", entry.Description);
        Assert.Equal("ready", entry.Data["greeter:patient"]);
        Assert.Contains("no luck", (string)entry.Data["greeter:broken"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Degraded_StartsSoAndServes()
    {
        _patient.Answer = static _ => new(HealthCheckResult.Degraded("a cough"));
        await using var provider = await StartAsync();
        Assert.Equal((PluginState.Degraded, "a cough"), (provider.Status("greeter:patient").State, provider.Status("greeter:patient").Reason));
        Assert.Equal("x", provider.Greeter("patient").Greet("x"));
        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        await PollAsync(provider, PluginState.Ready);
    }

    [Theory]
    [InlineData(false, "it has been set up, and is not healthy: fever")]
    [InlineData(true, "it has been set up, and is not healthy: its health check threw System.InvalidOperationException: no pulse")]
    public async Task Start_Unhealthy_HasFailedAndIsTornDown(bool throws, string reason)
    {
        _patient.Answer = _ => throws ? throw new InvalidOperationException("no pulse") : new(HealthCheckResult.Unhealthy("fever"));
        await using var provider = await StartAsync();
        var status = provider.Status("greeter:patient");
        Assert.Equal((PluginState.Unavailable, "PluginUnavailable"), (status.State, status.Code));
        Assert.StartsWith(reason, status.Reason, StringComparison.Ordinal);
        Assert.Equal("setup teardown", string.Join(' ', _patient.Life));
        Assert.Equal((HealthStatus.Unhealthy, 1), (provider.Registry.Describe("greeter:patient")!.Health!.Status, provider.Registry.Describe("greeter:patient")!.Health!.FailuresInARow));

        _patient.Answer = static _ => new(HealthCheckResult.Healthy());
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync("greeter:patient", TestContext.Current.CancellationToken)).State);
    }

    [Fact]
    public async Task Start_HealthCheckDoesNotAnswer_IsATimeoutOfTheStart()
    {
        using var release = new ManualResetEventSlim();
        var starting = TestProvider.StartAsync(o => o.Add(
            new PluginManifest { Id = new("greeter", "patient"), StartupTimeout = TimeSpan.FromMilliseconds(100) },
            new Patient
            {
                Answer = _ =>
                {
                    release.Wait(CancellationToken.None);
                    return new(HealthCheckResult.Healthy());
                },
            }));
        await using var provider = await starting;
        var status = provider.Status("greeter:patient");
        release.Set();
        Assert.Equal((PluginState.Unavailable, "PluginTimeout"), (status.State, status.Code));
        Assert.StartsWith("its health check, which it was asked at the end of its setup, did not answer within the 0.1 s of its start.", status.Reason, StringComparison.Ordinal);
    }

    private async Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? services = null, int failures = 3, bool isAsked = true)
    {
        _settings = HealthSettings.Default with { Failures = failures };
        var provider = await TestProvider.StartAsync(
            o =>
            {
                o.Add("greeter:patient", _patient).HealthFailures = failures;
                more?.Invoke(o);
            },
            collection =>
            {
                collection.AddSingleton<TimeProvider>(_time);
                services?.Invoke(collection);
            });

        // It has been asked at the end of its setup.
        Assert.Equal(isAsked, _patient.Asked > 0);
        _patient.Forget();
        return provider;
    }

    /// <summary>Asks once, as the poll does, and waits until the answer has been taken in.</summary>
    private async Task PollAsync(TestProvider provider, PluginState state)
    {
        var host = provider.Services.GetRequiredService<PluginHost>();
        var entry = host.Find(new("greeter", "patient"))!;
        _health ??= new(entry, host.Slots[entry], entry.Activation!, _settings, _time, NullLogger.Instance);
        await _health.PollAsync(TestContext.Current.CancellationToken);
        Assert.Equal(state, entry.Status.State);
    }

    private sealed class Patient : IGreeter, IPluginHealth, IPluginSetup, IPluginTeardown
    {
        private int _asked;

        public Func<CancellationToken, ValueTask<HealthCheckResult>> Answer { get; set; } = static _ => new(HealthCheckResult.Healthy());

        public List<string> Life { get; } = [];

        public int Asked => Volatile.Read(ref _asked);

        public void Forget() => Volatile.Write(ref _asked, 0);

        public string Greet(string name) => name;

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Answer(cancellationToken);
        }

        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            Life.Add("setup");
            return default;
        }

        public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
        {
            Life.Add("teardown");
            return new(true);
        }
    }
}
