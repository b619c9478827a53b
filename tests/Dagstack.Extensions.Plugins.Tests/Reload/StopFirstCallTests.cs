using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Calls that come while a plugin is stopped before it is replaced: from inside of its own calls, from its teardown, and from many at once.</summary>
public sealed class StopFirstCallTests
{
    private readonly TestRuntime _runtime = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallInFlight_CallsItsOwnPlugin_EntersTheOldInstance(bool throughAnother)
    {
        TestProvider provider = null!;
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(new CodePlugin
        {
            OnGreet = async token =>
            {
                if (_inside.TrySetResult())
                {
                    await _go.Task;
                    return await (throughAnother ? provider.Greeter("other") : provider.Greeter("one")).GreetAsync("inner", token);
                }

                return $"{number}";
            },
        }));
        provider = await StartAsync(o => o.Add("greeter:other", new CodePlugin { OnGreet = token => provider.Greeter("one").GreetAsync("inner", token) }));
        await using var _ = provider;
        var call = provider.Greeter("one").GreetAsync("outer", Token);
        await _inside.Task;
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Reloading);
        var waiting = provider.Greeter("one").GreetAsync("from outside", Token);
        _go.SetResult();
        Assert.Equal("1", await call.WaitAsync(Limits.Patience, Token));
        Assert.Equal(PluginReloadOutcome.Replaced, (await reload.WaitAsync(Limits.Patience, Token)).Outcome);
        Assert.Equal("2", await waiting.WaitAsync(Limits.Patience, Token));
        Assert.Equal(0, provider.Status("greeter:one").LeakedGenerations);
    }

    [Theory]
    [InlineData("teardown")]
    [InlineData("setup")]
    [InlineData("left running")]
    public async Task CallFromTheEndOrTheBeginning_FailsAtOnceAndSaysWhy(string from)
    {
        TestProvider provider = null!;
        Exception? seen = null;
        Task? left = null;
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(new CodePlugin
        {
            OnGreet = _ =>
            {
                left ??= LeaveAsync();
                return Task.FromResult($"{number}");
            },
        })
        {
            OnSetup = async _ => seen = number == 2 && from == "setup" ? await CallAsync() : seen,
            OnEnd = async _ =>
            {
                if (number == 1 && from == "left running")
                {
                    _go.TrySetResult();
                    await left!;
                }

                seen = number == 1 && from == "teardown" ? await CallAsync() : seen;
            },
        });
        provider = await StartAsync();
        await using var _ = provider;
        await provider.Greeter("one").GreetAsync("x", Token);
        var reload = await provider.Registry.ReloadAsync("greeter:one", Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginReloadOutcome.Replaced, 0), (reload.Outcome, provider.Status("greeter:one").LeakedGenerations));
        var expected = from == "setup" ? "comes from its own setup, or from what that has begun." : "comes from its own teardown, from a handler of its events, or from what a call of it has left running.";
        Assert.Contains(expected, Assert.IsType<PluginUnavailableException>(seen).Message, StringComparison.Ordinal);

        async Task LeaveAsync()
        {
            await _go.Task;
            seen = await CallAsync();
        }

        async Task<Exception?> CallAsync() => await Record.ExceptionAsync(() => provider.Greeter("one").GreetAsync("x", Token).WaitAsync(Limits.Patience, Token));
    }

    [Fact]
    public async Task HandlerOfEvents_CallsItsOwnPluginThroughAnother_FailsAtOnceAndSaysWhy()
    {
        TestProvider provider = null!;
        var seen = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _runtime.OnContext = context =>
        {
            if (_runtime.Asked == 0)
            {
                context.Context.Events.Subscribe<int>("n", async (_, token) =>
                {
                    _inside.SetResult();
                    await Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, TaskScheduler.Default);
                    seen.SetResult(await Record.ExceptionAsync(() => provider.Greeter("other").GreetAsync("x", CancellationToken.None)));
                });
            }
        };
        provider = await StartAsync(o => o.Add("greeter:other", new CodePlugin { OnGreet = token => provider.Greeter("one").GreetAsync("inner", token) }));
        await using var _ = provider;
        provider.Services.GetRequiredService<PluginEvents>().Publish("n", 1);
        await _inside.Task.WaitAsync(Limits.Patience, Token);

        // Its token is cancelled by the reload, which waits for it.
        var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
        var fault = Assert.IsType<PluginUnavailableException>(await seen.Task);
        Assert.Contains("from a handler of its events", fault.Message, StringComparison.Ordinal);
        Assert.Equal((PluginReloadOutcome.Replaced, 0), (reload.Outcome, provider.Status("greeter:one").LeakedGenerations));
    }

    [Fact]
    public async Task ManySynchronousCallers_AsManyAsProcessorsWaitAndOthersFailAtOnce()
    {
        _runtime.OnCreate = async (number, _) =>
        {
            if (number == 2)
            {
                await _go.Task;
            }

            return new TestInstance(number);
        };
        await using var provider = await StartAsync();
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => _runtime.Asked == 2);
        var calls = Enumerable.Range(0, 120).Select(_ => Task.Run(() => provider.Greeter("one").Greet("x"), Token)).ToList();
        await Wait.UntilAsync(() => calls.Count(static call => call.IsFaulted) == calls.Count - Environment.ProcessorCount);
        var patient = Enumerable.Range(0, 120).Select(_ => provider.Greeter("one").GreetAsync("x", Token)).ToList();
        _go.SetResult();
        await reload.WaitAsync(Limits.Patience, Token);
        Assert.All(await Task.WhenAll(patient).WaitAsync(Limits.Patience, Token), static answer => Assert.Equal("2: x", answer));
        foreach (var call in calls)
        {
            if (await Record.ExceptionAsync(() => call) is { } fault)
            {
                Assert.Contains("as many callers of synchronous hooks wait for that as there are processors. Call it again a little later", Assert.IsType<PluginUnavailableException>(fault).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal("2: x", await call);
            }
        }
    }

    [Fact]
    public async Task Replacement_TakesLong_ThePluginStaysAmongThoseThatServe()
    {
        _runtime.OnCreate = async (number, _) =>
        {
            if (number == 2)
            {
                await _go.Task;
            }

            return new TestInstance(number);
        };
        await using var provider = await StartAsync(services: static services => services.AddHealthChecks().AddDagstackPlugins());
        var all = provider.Services.GetRequiredService<IPlugins<IGreeter>>();
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => _runtime.Asked == 2);
        Assert.Single(all.Serving);
        Assert.True(all.TryFor(new(), out var found));
        var health = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        var call = found.GreetAsync("x", Token);
        Assert.False(call.IsCompleted);
        _go.SetResult();
        Assert.Equal("2: x", await call.WaitAsync(Limits.Patience, Token));
        await reload;
    }

    [Fact]
    public async Task Hook_ReloadsItsOwnPlugin_IsRefusedAtOnceWithWhatToDo()
    {
        TestProvider provider = null!;
        provider = await TestProvider.StartAsync(o => o.AllowReload().Add("greeter:self", services =>
        {
            var registry = services.GetRequiredService<IPluginRegistry>();
            return new CodePlugin
            {
                OnGreet = async token =>
                {
                    List<string> refusals = [];
                    foreach (var act in new Func<Task>[] { () => registry.ReloadAsync("greeter:self", token), () => registry.TeardownPluginAsync(new("greeter", "self"), token), () => registry.TeardownAsync(token) })
                    {
                        refusals.Add((await Assert.ThrowsAsync<InvalidOperationException>(act)).Message);
                    }

                    return string.Join('\n', refusals);
                },
            };
        }));
        await using var _ = provider;
        var answers = (await provider.Greeter("self").GreetAsync("x", Token).WaitAsync(Limits.Patience, Token)).Split('\n');
        Assert.Equal(3, answers.Length);
        Assert.All(answers, static answer => Assert.EndsWith("outside of any call of the plugin.", answer, StringComparison.Ordinal));
        Assert.StartsWith("The plugin 'greeter:self' called ReloadAsync of the registry on itself.", answers[0], StringComparison.Ordinal);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:self").State);
    }

    private Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? services = null) => TestProvider.StartAsync(
        o =>
        {
            o.AllowReload().AddSource(new TestSource(static () => ["one"], static () => "reload = \"stop_first\"")).AddRuntime(_ => _runtime);
            more?.Invoke(o);
        },
        services);
}
