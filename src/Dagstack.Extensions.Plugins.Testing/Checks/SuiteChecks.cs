using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Makes the checks of the suite by their names.</summary>
internal static class SuiteChecks
{
    public static Task RunAsync(PluginCheck check, SuiteRun run, Findings findings, CancellationToken cancellationToken) => check switch
    {
        PluginCheck.Manifest => ManifestRulesCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.AmbientState => AmbientStateCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Serialization => SerializationCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Lifecycle => LifecycleCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Resources => ResourceCheck.RunAsync(run, findings),
        PluginCheck.ExecutionModel => ExecutionModelCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Idempotency => IdempotencyCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Determinism => DeterminismCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Sinks => SinkCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Units => UnitCheck.RunAsync(run, findings, cancellationToken),
        PluginCheck.Fallback => FallbackCheck.RunAsync(run, findings, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "There is no such check."),
    };

    /// <summary>Calls all inputs once; says why a check cannot be made where the plugin does not start.</summary>
    public static async Task<SuitePass?> PassAsync(PluginCheck check, SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        var pass = await run.FirstAsync(cancellationToken).ConfigureAwait(false);
        if (!pass.IsServing)
        {
            findings.Skip(check, $"The plugin does not start, so nothing can be called: {pass.Status?.Reason ?? "no plugin was found"} See {nameof(PluginCheck)}.{nameof(PluginCheck.Manifest)}.");
            return null;
        }

        foreach (var reason in run.NotMade)
        {
            findings.Skip(check, reason);
        }

        return pass;
    }

    /// <summary>Calls all inputs a second time, on another host; says why a check cannot be made where the plugin does not start again.</summary>
    public static async Task<SuitePass?> SecondPassAsync(PluginCheck check, SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        var pass = await run.SecondAsync(cancellationToken).ConfigureAwait(false);
        if (!pass.IsServing)
        {
            findings.Skip(check, $"The plugin does not start a second time, so nothing can be compared. See {nameof(PluginCheck)}.{nameof(PluginCheck.Lifecycle)}.");
            return null;
        }

        return pass;
    }
}
