using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>No hook of the models <c>sync</c> and <c>async</c> blocks its thread: by its code, and as measured.</summary>
internal static class ExecutionModelCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (run.Subject.Manifest is not { ExecutionModel: PluginExecutionModel.Sync or PluginExecutionModel.Async })
        {
            return;
        }

        if (run.Subject.IsElsewhere)
        {
            findings.Skip(PluginCheck.ExecutionModel, "The plugin runs in a process of its own, whose threads are not the host's: its code is not read, and callers of synchronous hooks wait for it in any case.");
            return;
        }

        var found = 0;
        if (run.Subject.Image is not null)
        {
            var scan = new IlScan(PluginCheck.ExecutionModel, PluginInvariants.ExecutionModelViolation, run, findings);
            scan.FindUnjustified();
            scan.Find(BlockingRules.Find);
            found = findings.Failures.Count(static failure => failure.Check == PluginCheck.ExecutionModel);
        }

        if (run.Subject.HasOwnProcess)
        {
            findings.Skip(PluginCheck.ExecutionModel, "The plugin runs in a process of its own, for which callers of synchronous hooks wait in any case: its code is read, and nothing is measured.");
            return;
        }

        if (found > 0 || await SuiteChecks.PassAsync(PluginCheck.ExecutionModel, run, findings, cancellationToken).ConfigureAwait(false) is null)
        {
            return;
        }

        var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in run.Calls.Where(static call => call.Hook.Shape != CompilerServices.HookShape.Stream))
        {
            if (!reported.Contains(call.Hook.Name)
                && await BlockedThread.MeasureAsync(run.PluginOf(host), call, cancellationToken).ConfigureAwait(false) is { } blocked
                && run.Subject.Image?.Allowed.Any(allowed => allowed.Code == PluginInvariants.ExecutionModelViolation) != true)
            {
                reported.Add(call.Hook.Name);
                findings.Add(
                    PluginCheck.ExecutionModel,
                    PluginInvariants.ExecutionModelViolation,
                    call,
                    $"The hook '{call.Hook.Name}' kept its thread blocked for more than {blocked.TotalMilliseconds:0} ms, in something that the plugin calls.",
                    "Call the asynchronous form and await it; or declare execution_model = \"thread_cpu_bound\" in the manifest, and the host lets only so many calls of such plugins run at a time.");
            }
        }
    }
}
