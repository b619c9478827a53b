using Dagstack.Extensions.Plugins.Testing.Processes;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Setup, all inputs and teardown, several times in a fresh process: afterwards everything is back where it was.</summary>
internal static class LifecycleCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (await SuiteChecks.PassAsync(PluginCheck.Lifecycle, run, findings, cancellationToken).ConfigureAwait(false) is not { } pass)
        {
            return;
        }

        LazyResults.Find(pass, run.Subject.Image, findings);

        var second = await run.SecondAsync(cancellationToken).ConfigureAwait(false);
        foreach (var topics in run.ForgottenTopics)
        {
            findings.Add(
                PluginCheck.Lifecycle,
                PluginInvariants.LeakDetected,
                run.Subject.Image?.PlaceOf(typeof(PluginEvents).FullName!, nameof(PluginEvents.Subscribe)) ?? new(),
                $"After its teardown the plugin is still subscribed to the events {topics}.",
                "Keep what Subscribe returns, and dispose it in TeardownAsync, Dispose or DisposeAsync of the plugin.");
        }

        if (!second.IsServing)
        {
            findings.Add(
                PluginCheck.Lifecycle,
                PluginInvariants.LeakDetected,
                run.Subject.Image?.LocationOf(nameof(IPluginTeardown.TeardownAsync)) ?? new(),
                $"After its teardown the plugin does not start again: {second.Status?.Reason?.TrimEnd('.') ?? "no plugin was found"}.",
                Remedy(LeakKind.Teardown));
            return;
        }

        if (await run.FreshAsync(PluginCheck.Lifecycle, findings, cancellationToken).ConfigureAwait(false) is not { } response)
        {
            return;
        }

        if (response.NotStarted is not null)
        {
            findings.Skip(PluginCheck.Lifecycle, $"The plugin does not start in a fresh process, so nothing can be measured there. See {nameof(PluginCheck)}.{nameof(PluginCheck.AmbientState)}.");
            return;
        }

        // A thread, a timer or a file that is left keeps the load context as well, which is then no news.
        var leaks = response.Leaks.Any(static leak => leak.Kind != LeakKind.LoadContext) ? response.Leaks.Where(static leak => leak.Kind != LeakKind.LoadContext) : response.Leaks;
        foreach (var leak in leaks)
        {
            var hints = leak.Kind == LeakKind.LoadContext ? UnloadHints.Find(run.Subject.Image) : [];
            findings.Add(
                PluginCheck.Lifecycle,
                PluginInvariants.LeakDetected,
                hints.Count > 0 ? hints[0].Location : PlaceOf(run, leak.Kind),
                $"{leak.Message}.{string.Concat(hints.Select(static hint => $" Probably because of {hint.Text}."))}",
                Remedy(leak.Kind));
        }
    }

    private static PluginLocation PlaceOf(SuiteRun run, LeakKind kind)
    {
        var nothing = new PluginLocation { Type = run.Subject.Manifest?.EntryPoint?.ClassName };
        if (run.Subject.Image is not { } image)
        {
            return nothing;
        }

        (string Type, string Member)[] makers = kind switch
        {
            LeakKind.Thread => [("System.Threading.Thread", ".ctor")],
            LeakKind.Process => [("System.Diagnostics.Process", "Start")],
            LeakKind.Timer => [(typeof(TimeProvider).FullName!, "CreateTimer"), ("System.Threading.Timer", ".ctor"), ("System.Threading.PeriodicTimer", ".ctor")],
            LeakKind.File or LeakKind.TempFile => [(typeof(TempDir).FullName!, "CreateFile"), ("System.IO.FileStream", ".ctor"), ("System.IO.File", "Create"), ("System.IO.File", "OpenWrite"), ("System.IO.File", "OpenRead"), ("System.IO.File", "WriteAllText"), ("System.IO.Directory", "CreateTempSubdirectory"), ("System.IO.Path", "GetTempPath")],
            LeakKind.Socket => [("System.Net.Sockets.Socket", ".ctor"), ("System.Net.Sockets.TcpListener", ".ctor"), ("System.Net.Sockets.TcpClient", ".ctor"), ("System.Net.Sockets.UdpClient", ".ctor")],
            _ => [],
        };
        return makers.Select(maker => image.PlaceOf(maker.Type, maker.Member)).FirstOrDefault(static place => place.Member is not null)
            ?? (kind == LeakKind.Teardown ? image.LocationOf(nameof(IPluginTeardown.TeardownAsync)) : nothing);
    }

    private static string Remedy(LeakKind kind) => kind switch
    {
        LeakKind.Teardown => "Release everything that setup made, and return true. An exception in teardown is logged and the rest goes on.",
        LeakKind.File => "Dispose what opens files, with 'using' in the hook or in TeardownAsync or Dispose of the plugin.",
        LeakKind.Socket => "Close it in TeardownAsync or Dispose of the plugin, or let the host own it as a resource.",
        LeakKind.Process => "End it in TeardownAsync, and wait until it has ended.",
        LeakKind.Thread => "Cancel it in TeardownAsync and wait until it has ended; or register a BackgroundService in ConfigureServices, which the host stops.",
        LeakKind.Timer => "Dispose it in TeardownAsync or Dispose of the plugin.",
        LeakKind.TempFile => "Make files below the resource \"tmpdir\", which the host empties.",
        _ => "Take back in TeardownAsync what was registered in setup: handlers of static events, change tokens, cancellation callbacks. Until then each reload of the plugin stays in memory.",
    };
}
