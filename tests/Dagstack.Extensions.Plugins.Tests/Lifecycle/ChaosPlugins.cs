using System.Globalization;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Every way to live badly that a host has to survive.</summary>
/// <remarks>What none survives is not here: an exception on a thread of the plugin's own or out of an <c>async void</c> method ends the process.</remarks>
internal static class ChaosPlugins
{
    private const string Timeout = PluginErrorCodes.PluginTimeout;
    private const string Unavailable = PluginErrorCodes.PluginUnavailable;
    private const string LoadError = PluginErrorCodes.PluginLoadError;
    private const string Cycle = PluginErrorCodes.DependencyCycle;

    private static readonly AsyncLocal<string> s_ambient = new();

    public static IReadOnlyList<ChaosPlugin> All { get; } =
    [
        // While starting.
        ChaosPlugin.Failing("factory-throws", LoadError, "no luck", static (_, _) => throw new InvalidOperationException("no luck")),
        ChaosPlugin.Failing("factory-gives-nothing", LoadError, "returned null", static (_, _) => null),
        ChaosPlugin.Failing("factory-gives-another", LoadError, "does not implement", static (_, _) => new object()),
        ChaosPlugin.Failing("factory-hangs", Timeout, "did not finish", static (_, over) => { over.Wait(); return new CodePlugin(); }),
        Setup("setup-throws", Unavailable, "setup threw System.InvalidOperationException: boom", static (_, _) => throw new InvalidOperationException("boom")),
        Setup("setup-throws-later", Unavailable, "setup threw System.InvalidOperationException: later", static async (_, _) => { await Task.Yield(); throw new InvalidOperationException("later"); }),
        Setup("setup-throws-the-unspeakable", Unavailable, nameof(UnspeakableException), static (_, _) => throw new UnspeakableException()),
        Setup("setup-cancels-itself", Unavailable, "OperationCanceledException", static (_, _) => throw new OperationCanceledException()),
        Setup("setup-blocks", Timeout, "did not finish within 0.3 s", static (over, _) => { over.Wait(CancellationToken.None); return default; }),
        Setup("setup-blocks-in-a-continuation", Timeout, "did not finish", static async (over, _) => { await Task.Yield(); over.Wait(CancellationToken.None); }),
        Setup("setup-never-ends", Timeout, "did not finish", static (over, _) => new(over)),
        Setup("setup-ends-when-told", Timeout, "did not finish", static (over, cancellation) => new(over.WaitAsync(cancellation))),
        Setup("setup-throws-from-a-callback", Timeout, "did not finish", static (over, cancellation) => { cancellation.Register(static () => throw new InvalidOperationException("from a callback")); return new(over); }),
        Setup("setup-blocks-in-a-callback", Timeout, "did not finish", static (over, cancellation) => { cancellation.Register(over.Wait); return new(over); }),
        SetupWith("setup-calls-itself", "is starting", static host => Greet(host, "setup-calls-itself")),
        SetupWith("setup-calls-a-dependant", "is", static host => Greet(host, "dependant-of-a-caller")) with { Beside = ["dependant-of-a-caller"] },
        Good("dependant-of-a-caller") with { Started = PluginState.Unavailable, Code = PluginErrorCodes.MissingDependency, Reason = "greeter:setup-calls-a-dependant", Stopped = null, DependsOn = [new("setup-calls-a-dependant")], Beside = ["setup-calls-a-dependant"] },
        SetupWith("setup-starts-all", "called SetupAsync of the registry while it is starting itself", static host => Registry(host).SetupAsync()),
        SetupWith("setup-stops-all", "called TeardownAsync of the registry while it is starting itself", static host => Registry(host).TeardownAsync()),
        SetupWith("setup-retries-all", "called RetryAsync of the registry while it is starting itself", static host => Registry(host).RetryAsync()),
        ChaosPlugin.Failing("depends-on-nothing", PluginErrorCodes.MissingDependency, "'nobody', which was not found", static (_, _) => new CodePlugin()) with { DependsOn = [new("nobody")] },
        ChaosPlugin.Failing("depends-on-itself", Cycle, "greeter:depends-on-itself", static (_, _) => new CodePlugin()) with { DependsOn = [new("depends-on-itself")] },
        ChaosPlugin.Failing("one-of-a-circle", Cycle, "greeter:other-of-a-circle", static (_, _) => new CodePlugin()) with { DependsOn = [new("other-of-a-circle")], Beside = ["other-of-a-circle"] },
        ChaosPlugin.Failing("other-of-a-circle", Cycle, "greeter:one-of-a-circle", static (_, _) => new CodePlugin()) with { DependsOn = [new("one-of-a-circle")], Beside = ["one-of-a-circle"] },

        // While running.
        Call("call-throws", static (_, _) => throw new InvalidOperationException("in a call")),
        Call("call-gives-no-task", static (_, _) => null!),
        Call("call-ends-when-told", static async (over, cancellation) => { await over.WaitAsync(cancellation); return string.Empty; }),
        Call("call-blocks-in-a-callback", static async (over, cancellation) => { cancellation.Register(over.Wait); await over.WaitAsync(cancellation); return string.Empty; }),
        Call("call-never-ends", static async (over, _) => { await over; return string.Empty; }) with { Stopped = PluginState.Leaked, TeardownError = "did not end within" },
        new("call-stops-its-own-plugin", static (host, _) => new CodePlugin { OnGreet = async _ => { await Registry(host).TeardownPluginAsync(new("greeter", "call-stops-its-own-plugin")); return string.Empty; } }) { IsCalled = true },
        Sick("health-throws", static (_, _) => throw new InvalidOperationException("no pulse")),
        Sick("health-throws-the-unspeakable", static (_, _) => new(HealthCheckResult.Unhealthy(exception: new UnspeakableException()))) with { Reason = nameof(UnspeakableException) },
        Sick("health-ends-when-told", static async (over, cancellation) => { await over.WaitAsync(cancellation); return HealthCheckResult.Healthy(); }),
        Sick("health-never-ends", static async (over, _) => { await over; return HealthCheckResult.Healthy(); }) with { Stopped = PluginState.Leaked, TeardownError = "did not end within" },
        Sick("health-blocks", static (over, _) => { over.Wait(CancellationToken.None); return new(HealthCheckResult.Healthy()); }) with { Stopped = PluginState.Leaked, TeardownError = "did not end within" },
        Leaving("leaves-a-thread", static (_, over) => new Thread(over.Wait) { IsBackground = true }.Start()),
        Leaving("leaves-a-foreground-thread", static (_, over) => new Thread(over.Wait).Start()),
        Leaving("leaves-a-task-that-fails", static (_, over) => over.ContinueWith(static _ => throw new InvalidOperationException("nobody looks"), TaskScheduler.Default)),
        Leaving("leaves-an-async-void", static async (_, over) => await over),
        Leaving("leaves-a-timer-that-calls", CallForEver),
        new("changes-what-is-ambient", static (_, _) => new CodePlugin { OnSetup = static _ => new(ChangeAmbientAsync()), OnTeardown = static _ => new(ChangeAmbientAsync()), OnDisposeAsync = static () => new(ChangeAmbientAsync()) }),

        // While stopping.
        Teardown("teardown-throws", "teardown threw System.InvalidOperationException: bang", static (_, _) => throw new InvalidOperationException("bang")),
        Teardown("teardown-throws-later", "teardown threw System.InvalidOperationException: late", static async (_, _) => { await Task.Yield(); throw new InvalidOperationException("late"); }),
        Teardown("teardown-throws-the-unspeakable", nameof(UnspeakableException), static (_, _) => throw new UnspeakableException()),
        Teardown("teardown-cancels-itself", "OperationCanceledException", static (_, _) => throw new OperationCanceledException()),
        Teardown("teardown-blocks", "did not finish", static (over, _) => { over.Wait(CancellationToken.None); return new(true); }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-blocks-in-a-callback", "did not finish", static async (over, cancellation) => { cancellation.Register(over.Wait); await over; return true; }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-never-ends", "did not finish", static async (over, _) => { await over; return true; }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-ends-when-told", "did not finish", static async (over, cancellation) => { await over.WaitAsync(cancellation); return true; }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-releases-not-all", null, static (_, _) => new(false)),
        TeardownWith("teardown-calls-itself", "'greeter:teardown-calls-itself' is stopping", static host => Greet(host, "teardown-calls-itself")),
        TeardownWith("teardown-calls-a-dependant", "'greeter:dependant-at-the-end' is stopped", static host => Greet(host, "dependant-at-the-end")) with { Beside = ["dependant-at-the-end"] },
        Good("dependant-at-the-end") with { DependsOn = [new("teardown-calls-a-dependant")], Beside = ["teardown-calls-a-dependant"] },
        TeardownWith("teardown-starts-all", "called SetupAsync of the registry while it is stopping itself", static host => Registry(host).SetupAsync()),
        TeardownWith("teardown-stops-all", "called TeardownAsync of the registry while it is stopping itself", static host => Registry(host).TeardownAsync()),
        new("dispose-throws", static (_, _) => new CodePlugin { OnDispose = static () => throw new InvalidOperationException("while disposing") }) { TeardownError = "while disposing" },
        new("dispose-throws-later", static (_, _) => new CodePlugin { OnDisposeAsync = static async () => { await Task.Yield(); throw new InvalidOperationException("long after"); } }) { TeardownError = "long after" },
        new("dispose-throws-synchronously", static (_, _) => new DisposablePlugin()) { TeardownError = "disposing it threw System.NotSupportedException" },
        new("dispose-blocks", static (_, over) => new CodePlugin { OnDispose = over.Wait }) { Stopped = PluginState.Leaked, TeardownError = "did not finish" },
        new("dispose-never-ends", static (_, over) => new CodePlugin { OnDisposeAsync = () => new(over) }) { Stopped = PluginState.Leaked, TeardownError = "did not finish" },
        new("disposes-itself-before", static (_, _) =>
        {
            CodePlugin? plugin = null;
            return plugin = new() { OnTeardown = async _ => { await plugin!.DisposeAsync(); return true; } };
        }),
    ];

    private static ChaosPlugin Good(string name) => new(name, static (_, _) => new CodePlugin());

    private static ChaosPlugin Setup(string name, string code, string reason, Func<Task, CancellationToken, ValueTask> setup) =>
        ChaosPlugin.Failing(name, code, reason, (_, over) => new CodePlugin { OnSetup = cancellation => setup(over, cancellation) });

    /// <summary>A setup that does with the host what it must not.</summary>
    private static ChaosPlugin SetupWith(string name, string reason, Func<IServiceProvider, Task> setup) =>
        ChaosPlugin.Failing(name, Unavailable, reason, (host, _) => new CodePlugin { OnSetup = _ => new(setup(host)) });

    private static ChaosPlugin Call(string name, Func<Task, CancellationToken, Task<string>> greet) =>
        new(name, (_, over) => new CodePlugin { OnGreet = cancellation => greet(over, cancellation) }) { IsCalled = true };

    private static ChaosPlugin Sick(string name, Func<Task, CancellationToken, ValueTask<HealthCheckResult>> check) =>
        ChaosPlugin.Failing(name, Unavailable, "health check", (_, over) => new SickPlugin(cancellation => check(over, cancellation))) with { IsSick = true, Stopped = PluginState.Stopped };

    /// <summary>A setup that leaves something that goes on after the teardown.</summary>
    private static ChaosPlugin Leaving(string name, Action<IServiceProvider, Task> leave) =>
        new(name, (host, over) => new CodePlugin { OnSetup = _ => { leave(host, over); return default; } });

    private static ChaosPlugin Teardown(string name, string? error, Func<Task, CancellationToken, ValueTask<bool>> teardown) =>
        new(name, (_, over) => new CodePlugin { OnTeardown = cancellation => teardown(over, cancellation) }) { TeardownError = error };

    /// <summary>A teardown that does with the host what it must not.</summary>
    private static ChaosPlugin TeardownWith(string name, string error, Func<IServiceProvider, Task> teardown) =>
        new(name, (host, _) => new CodePlugin { OnTeardown = async _ => { await teardown(host); return true; } }) { TeardownError = error };

    private static IPluginRegistry Registry(IServiceProvider host) => host.GetRequiredService<IPluginRegistry>();

    private static Task<string> Greet(IServiceProvider host, string name) => host.GetRequiredKeyedService<IGreeter>("greeter:" + name).GreetAsync("x");

    private static void CallForEver(IServiceProvider host, Task over)
    {
        var self = host.GetRequiredKeyedService<IGreeter>("greeter:leaves-a-timer-that-calls");
        var timer = new Timer(_ => Record.Exception(() => self.Greet("x")), null, 0, 1);
        over.ContinueWith(_ => timer.Dispose(), TaskScheduler.Default);
    }

    /// <summary>Leaves its thread with a context that runs nothing, where a continuation of the host's would be lost.</summary>
    private static Task<bool> ChangeAmbientAsync()
    {
        var later = Task.Run(static async () =>
        {
            await Task.Yield();
            return true;
        });
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        s_ambient.Value = "mine";
        SynchronizationContext.SetSynchronizationContext(new DeadContext());
        return later;
    }

    /// <summary>Falls ill after its start.</summary>
    private sealed class SickPlugin(Func<CancellationToken, ValueTask<HealthCheckResult>> check) : IGreeter, IPluginHealth
    {
        private int _asked;

        public string Greet(string name) => name;

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _asked) == 1 ? new(HealthCheckResult.Healthy()) : check(cancellationToken);
    }

    private sealed class DisposablePlugin : IGreeter, IDisposable
    {
        public string Greet(string name) => name;

        public void Dispose() => throw new NotSupportedException();
    }

    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new NotSupportedException("no message");

        public override string ToString() => throw new NotSupportedException("no text");
    }
}
