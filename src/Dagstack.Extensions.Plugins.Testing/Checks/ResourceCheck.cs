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
        else if (run.Subject.IsElsewhere)
        {
            findings.Skip(PluginCheck.Resources, "The plugin runs in a process of its own and its code is not .NET's to read. What the manifest requires of the host is checked when it starts.");
        }

        return Task.CompletedTask;
    }
}
