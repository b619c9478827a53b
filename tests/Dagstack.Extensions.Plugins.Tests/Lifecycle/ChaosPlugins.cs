using Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Every way to live badly that a host has to survive.</summary>
internal static class ChaosPlugins
{
    private const string Timeout = PluginErrorCodes.PluginTimeout;
    private const string Unavailable = PluginErrorCodes.PluginUnavailable;
    private const string LoadError = PluginErrorCodes.PluginLoadError;

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
        Setup("setup-throws-from-a-callback", Timeout, "did not finish", static async (over, cancellation) =>
        {
            using var callback = cancellation.Register(static () => throw new InvalidOperationException("from a callback"));
            await over;
        }),
        Failing("setup-calls-itself", "is starting", "greeter:setup-calls-itself"),
        Failing("setup-calls-a-dependant", "is", "greeter:dependant-of-a-caller"),
        ChaosPlugin.Failing("dependant-of-a-caller", PluginErrorCodes.MissingDependency, "greeter:setup-calls-a-dependant", static (_, _) => new CodePlugin()) with { DependsOn = [new("setup-calls-a-dependant")] },
        ChaosPlugin.Failing("depends-on-nothing", PluginErrorCodes.MissingDependency, "'nobody', which was not found", static (_, _) => new CodePlugin()) with { DependsOn = [new("nobody")] },
        ChaosPlugin.Failing("one-of-a-circle", PluginErrorCodes.DependencyCycle, "greeter:other-of-a-circle", static (_, _) => new CodePlugin()) with { DependsOn = [new("other-of-a-circle")] },
        ChaosPlugin.Failing("other-of-a-circle", PluginErrorCodes.DependencyCycle, "greeter:one-of-a-circle", static (_, _) => new CodePlugin()) with { DependsOn = [new("one-of-a-circle")] },

        // While running.
        new("call-throws", static (_, _) => new CodePlugin { OnGreet = static _ => throw new InvalidOperationException("in a call") }) { IsCalled = true },
        new("call-ends-when-told", static (_, over) => new CodePlugin { OnGreet = async cancellation => { await over.WaitAsync(cancellation); return string.Empty; } }) { IsCalled = true },
        new("call-never-ends", static (_, over) => new CodePlugin { OnGreet = async _ => { await over; return string.Empty; } }) { IsCalled = true, Stopped = PluginState.Leaked, TeardownError = "did not end within" },
        new("leaves-a-thread", static (_, over) => new CodePlugin { OnSetup = _ => { new Thread(() => over.Wait()) { IsBackground = true }.Start(); return default; } }),

        // While stopping.
        Teardown("teardown-throws", "teardown threw System.InvalidOperationException: bang", static (_, _) => throw new InvalidOperationException("bang")),
        Teardown("teardown-throws-later", "teardown threw System.InvalidOperationException: late", static async (_, _) => { await Task.Yield(); throw new InvalidOperationException("late"); }),
        Teardown("teardown-throws-the-unspeakable", nameof(UnspeakableException), static (_, _) => throw new UnspeakableException()),
        Teardown("teardown-cancels-itself", "OperationCanceledException", static (_, _) => throw new OperationCanceledException()),
        Teardown("teardown-blocks", "did not finish", static (over, _) => { over.Wait(CancellationToken.None); return new(true); }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-never-ends", "did not finish", static async (over, _) => { await over; return true; }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-ends-when-told", "did not finish", static async (over, cancellation) => { await over.WaitAsync(cancellation); return true; }) with { Stopped = PluginState.Leaked },
        Teardown("teardown-releases-not-all", null, static (_, _) => new(false)),
        new("dispose-throws", static (_, _) => new CodePlugin { OnDispose = static () => throw new InvalidOperationException("while disposing") }) { TeardownError = "while disposing" },
    ];

    private static ChaosPlugin Setup(string name, string code, string reason, Func<Task, CancellationToken, ValueTask> setup) =>
        ChaosPlugin.Failing(name, code, reason, (_, over) => new CodePlugin { OnSetup = cancellation => setup(over, cancellation) });

    private static ChaosPlugin Teardown(string name, string? error, Func<Task, CancellationToken, ValueTask<bool>> teardown) =>
        new(name, (_, over) => new CodePlugin { OnTeardown = cancellation => teardown(over, cancellation) }) { TeardownError = error };

    /// <summary>A setup that calls another plugin, which does not serve yet.</summary>
    private static ChaosPlugin Failing(string name, string reason, string other) =>
        ChaosPlugin.Failing(name, Unavailable, reason, (host, _) => new CodePlugin
        {
            OnSetup = _ =>
            {
                host.GetRequiredKeyedService<IGreeter>(other).Greet("x");
                return default;
            },
        });

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new NotSupportedException("no message");

        public override string ToString() => throw new NotSupportedException("no text");
    }
}
