using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Long-lived resources are injected: the plugin's own code makes none.</summary>
internal static class ResourceCheck
{
    public static Task RunAsync(SuiteRun run, Findings findings)
    {
        if (run.Subject.Image is not null)
        {
            var scan = new IlScan(PluginCheck.Resources, PluginInvariants.ResourceViolation, run, findings);
            scan.FindUnjustified();
            scan.Find(ResourceRules.Find);
        }

        return Task.CompletedTask;
    }
}
