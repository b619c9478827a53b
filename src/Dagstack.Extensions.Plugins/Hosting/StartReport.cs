using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Says in the log what was found, once, and what became of each start.</summary>
internal sealed class StartReport(DagstackPluginOptions options, PluginCatalog catalog, ActivePlugins active, ILogger logger)
{
    private bool _saidFindings;

    /// <summary>Says a finding that came later.</summary>
    public void Say(string finding) => logger.DiscoveryFinding(finding);

    public void SayFindings()
    {
        if (_saidFindings)
        {
            return;
        }

        _saidFindings = true;
        foreach (var (given, folder) in options.Discovery.FoundRoots)
        {
            logger.RootFound(given, folder);
        }

        options.Kinds.Warnings.ForEach(logger.DiscoveryFinding);
        options.Discovery.Warnings.ForEach(logger.DiscoveryFinding);
        active.Warnings.ForEach(logger.DiscoveryFinding);
        foreach (var kind in options.KindSettings.Kinds.Where(kind => !options.Kinds.Contracts.ContainsKey(kind)))
        {
            var known = options.Kinds.Contracts.Keys.Order(StringComparer.Ordinal).ToList();
            logger.DiscoveryFinding($"o.ForKind(\"{kind}\") says how calls of a kind go that is not known.{(NearNames.Find(kind, known) is { } near ? $" Did you mean '{near}'?" : string.Empty)} Known kinds: {string.Join(", ", known)}.");
        }

        foreach (var choice in active.Choices)
        {
            logger.ActiveChosen(choice.Kind, choice.Key, choice.Source);
        }

        foreach (var problem in catalog.Entries.SelectMany(static entry => entry.Checked.Problems).Where(static problem => problem.Severity == ManifestProblemSeverity.Warning))
        {
            logger.DiscoveryFinding(problem.ToString());
        }
    }

    /// <summary>One line for each plugin that does not serve, and one for all.</summary>
    public void SayStates(TimeSpan elapsed)
    {
        var (ready, unavailable) = (0, 0);
        foreach (var entry in catalog.Entries)
        {
            var status = entry.Status;
            if (status.IsServing)
            {
                ready++;
            }
            else if (status.State == PluginState.Disabled)
            {
                logger.PluginDisabled(entry.Name, status.Reason);
            }
            else if (status.State is PluginState.Starting or PluginState.Discovered)
            {
                logger.PluginStillStarting(entry.Name);
            }
            else
            {
                unavailable++;
                logger.PluginNotReady(entry.Name, PluginStates.NameOf(status.State), status.Code, status.Reason);
            }
        }

        logger.PluginsStarted(ready, unavailable, (long)elapsed.TotalMilliseconds);
    }

    /// <summary>One line for each that does not serve.</summary>
    public void SayFailed(IEnumerable<PluginEntry> entries)
    {
        foreach (var entry in entries.Where(static entry => entry.Status.State == PluginState.Unavailable))
        {
            logger.PluginNotReady(entry.Name, PluginStates.NameOf(PluginState.Unavailable), entry.Status.Code, entry.Status.Reason);
        }
    }
}
