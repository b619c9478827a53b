using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>A health check at the end of a setup that calls back, cancels by itself, or answers too late costs nobody but its plugin.</summary>
public sealed class FaultyHealthTests
{
    private static readonly PluginId s_self = new("greeter", "patient");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(IPluginRegistry.RetryAsync))]
    [InlineData(nameof(IPluginRegistry.SetupAsync))]
    [InlineData(nameof(IPluginRegistry.SetupPluginAsync))]
    [InlineData(nameof(IPluginRegistry.TeardownAsync))]
    [InlineData(nameof(IPluginRegistry.TeardownPluginAsync))]
    [InlineData(nameof(IPluginRegistry.ReloadAsync))]
    public async Task Start_HealthCheckStartsOrStopsPlugins_IsRefusedAndThePluginFails(string member)
    {
        var patient = new Patient();
        patient.Answer = async cancellationToken =>
        {
            await CallAsync(patient.Context!.Registry, member, cancellationToken);
            return HealthCheckResult.Healthy();
        };
        await using var provider = await StartAsync(patient);
        var status = provider.Status("greeter:patient");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable), (status.State, status.Code));
        Assert.Contains($"called {member} of the registry while it is starting itself", status.Reason, StringComparison.Ordinal);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:other").State);
    }

    [Theory]
    [InlineData(nameof(IPluginRegistry.SetupPluginAsync))]
    [InlineData(nameof(IPluginRegistry.TeardownPluginAsync))]
    [InlineData(nameof(IPluginRegistry.ReloadAsync))]
    public async Task Start_HealthCheckCallsTheHostsRegistry_RunsOutOfTimeAndCanBeStartedAgain(string member)
    {
        TestProvider? host = null;
        var patient = new Patient();
        patient.Answer = async _ =>
        {
            await CallAsync(host!.Registry, member, CancellationToken.None);
            return HealthCheckResult.Healthy();
        };
        await using var provider = host = Build(patient, TimeSpan.FromMilliseconds(200));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginTimeout), (provider.Status("greeter:patient").State, provider.Status("greeter:patient").Code));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:other").State);
        patient.Answer = static _ => new(HealthCheckResult.Healthy());
        await Wait.UntilAsync(() => patient.Teardowns > 0);
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_self, Token).WaitAsync(Limits.Patience, Token)).State);
        Assert.Equal("x", provider.Greeter("patient").Greet("x"));
    }

    [Fact]
    public async Task Start_HealthCheckCallsItsOwnProxy_IsToldThatItIsStarting()
    {
        TestProvider? host = null;
        var patient = new Patient { Answer = _ => new(HealthCheckResult.Healthy(host!.Greeter("patient").Greet("x"))) };
        await using var provider = host = Build(patient);
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        var status = provider.Status("greeter:patient");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable), (status.State, status.Code));
        Assert.StartsWith("it has been set up, and is not healthy: its health check threw ", status.Reason, StringComparison.Ordinal);
        Assert.Contains("starting", status.Reason, StringComparison.Ordinal);
        Assert.Equal(1, patient.Teardowns);
    }

    [Theory]
    [InlineData("thrown")]
    [InlineData("cancelled task")]
    [InlineData("foreign token")]
    public async Task Start_HealthCheckIsCancelledByItself_IsUnhealthyAndTheStartGoesOn(string how)
    {
        var foreign = new CancellationToken(canceled: true);
        var patient = new Patient
        {
            Answer = _ => how switch
            {
                "thrown" => throw new OperationCanceledException("by itself"),
                "cancelled task" => new(Task.FromCanceled<HealthCheckResult>(foreign)),
                _ => throw new OperationCanceledException("by itself", foreign),
            },
        };
        await using var provider = await StartAsync(patient);
        var status = provider.Status("greeter:patient");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, 1), (status.State, status.Code, patient.Teardowns));
        Assert.StartsWith("it has been set up, and is not healthy: its health check threw System.", status.Reason, StringComparison.Ordinal);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:other").State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_HealthCheckAnswersAfterItsTokenWasCancelled_IsTornDownOnceAndNeverServes(bool isHealthy)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var patient = new Patient
        {
            Answer = async _ =>
            {
                await release.Task;
                return isHealthy ? HealthCheckResult.Healthy() : throw new InvalidOperationException("too late");
            },
        };
        await using var provider = Build(patient, TimeSpan.FromMilliseconds(100));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginTimeout, 0), (provider.Status("greeter:patient").State, provider.Status("greeter:patient").Code, patient.Teardowns));
        release.SetResult();
        await Wait.UntilAsync(() => patient.Teardowns == 1);
        Assert.Equal(PluginErrorCodes.PluginTimeout, provider.Status("greeter:patient").Code);
        patient.Answer = static _ => new(HealthCheckResult.Healthy());
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_self, Token)).State);
        await provider.Services.TeardownPluginsAsync(Token);
        Assert.Equal((PluginState.Stopped, 2), (provider.Status("greeter:patient").State, patient.Teardowns));
    }

    [Fact]
    public async Task Start_HealthCheckAnswersHealthyBecauseItsTokenIsCancelled_IsATimeout()
    {
        var patient = new Patient
        {
            Answer = static async token =>
            {
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return HealthCheckResult.Healthy();
            },
        };
        await using var provider = Build(patient, TimeSpan.FromMilliseconds(100));
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginTimeout), (provider.Status("greeter:patient").State, provider.Status("greeter:patient").Code));
        await Wait.UntilAsync(() => patient.Teardowns == 1);
    }

    [Theory]
    [InlineData(nameof(IPluginRegistry.RetryAsync))]
    [InlineData(nameof(IPluginRegistry.SetupPluginAsync))]
    public async Task Poll_CheckOfAnUnavailablePluginStartsItAgain_IsRefusedAndThePluginComesBack(string member)
    {
        var (isIll, told) = (false, new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously));
        var patient = new Patient();
        patient.Answer = async _ =>
        {
            if (!Volatile.Read(ref isIll))
            {
                return HealthCheckResult.Healthy();
            }

            if (patient.Context!.Registry.Find(s_self)!.State == PluginState.Unavailable)
            {
                told.TrySetResult(await Record.ExceptionAsync(() => CallAsync(patient.Context.Registry, member, CancellationToken.None)));
            }

            return HealthCheckResult.Unhealthy("fever");
        };
        await using var provider = await StartAsync(patient, static o => (o.HealthInterval, o.HealthFailures) = (TimeSpan.FromMilliseconds(10), 1));
        Volatile.Write(ref isIll, true);
        var refusal = Assert.IsType<InvalidOperationException>(await told.Task.WaitAsync(Limits.Patience, Token));
        Assert.Contains($"called {member} of the registry", refusal.Message, StringComparison.Ordinal);
        Volatile.Write(ref isIll, false);
        await Wait.UntilAsync(() => provider.Status("greeter:patient").State == PluginState.Ready);
        Assert.Equal(0, patient.Teardowns);
    }

    private static Task CallAsync(IPluginRegistry registry, string member, CancellationToken cancellationToken) => member switch
    {
        nameof(IPluginRegistry.RetryAsync) => registry.RetryAsync(cancellationToken),
        nameof(IPluginRegistry.SetupAsync) => registry.SetupAsync(cancellationToken),
        nameof(IPluginRegistry.SetupPluginAsync) => registry.SetupPluginAsync(s_self, cancellationToken),
        nameof(IPluginRegistry.TeardownAsync) => registry.TeardownAsync(cancellationToken),
        nameof(IPluginRegistry.TeardownPluginAsync) => registry.TeardownPluginAsync(s_self, cancellationToken),
        _ => registry.ReloadAsync(s_self, cancellationToken),
    };

    private static TestProvider Build(Patient patient, TimeSpan? startup = null, Action<DagstackPluginOptions>? more = null) => TestProvider.Build(o =>
    {
        o.AllowReload().Add(new PluginManifest { Id = s_self, StartupTimeout = startup ?? Limits.Patience }, _ => patient).Add("greeter:other", new CodePlugin());
        more?.Invoke(o);
    });

    private static async Task<TestProvider> StartAsync(Patient patient, Action<DagstackPluginOptions>? more = null)
    {
        var provider = Build(patient, startup: null, more);
        await provider.Services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        return provider;
    }

    private sealed class Patient : IGreeter, IPluginHealth, IPluginSetup, IPluginTeardown
    {
        private int _teardowns;

        public Func<CancellationToken, ValueTask<HealthCheckResult>> Answer { get; set; } = static _ => new(HealthCheckResult.Healthy());

        public PluginContext? Context { get; private set; }

        public int Teardowns => Volatile.Read(ref _teardowns);

        public string Greet(string name) => name;

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => Answer(cancellationToken);

        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            Context = context;
            return default;
        }

        public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _teardowns);
            return new(true);
        }
    }
}
