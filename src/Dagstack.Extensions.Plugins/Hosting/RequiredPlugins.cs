using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The plugins without which the host does not start: those it requires, or all of them.</summary>
internal sealed class RequiredPlugins(DagstackPluginOptions options, PluginCatalog catalog)
{
    /// <summary>Finds what can be said before anything is started: required plugins that do not exist, and those that no start can help.</summary>
    /// <param name="reported">Errors that are reported anyhow, and are not to be said twice.</param>
    public IEnumerable<PluginRegistryException> FindHopeless(IReadOnlyList<PluginRegistryException> reported)
    {
        foreach (var id in FindMissing())
        {
            yield return NotFound(id);
        }

        var said = reported.Select(static error => error.Message).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in catalog.Entries.Where(entry => entry.IsOut && IsNeeded(entry) && !said.Contains(entry.Status.Reason!)))
        {
            yield return entry.Checked.IsValid ? Unavailable(entry) : entry.Checked.ToException();
        }
    }

    /// <summary>Finds required plugins that do not exist.</summary>
    public IEnumerable<PluginId> FindMissing() => options.Required.Where(id => catalog.Find(id) is null);

    /// <summary>Finds the plugins that are needed and do not serve.</summary>
    public IReadOnlyList<PluginRegistryException> FindFailed() =>
        [.. catalog.Entries.Where(entry => !entry.Status.IsServing && IsNeeded(entry)).Select(Unavailable)];

    /// <summary>Tells whether the host does not start without a plugin.</summary>
    /// <remarks>One that is switched off is missed by nobody but who requires it. Of two of one identity, the one that can start counts.</remarks>
    public bool IsNeeded(PluginEntry entry) =>
        (options.FailFast && entry.Status.State != PluginState.Disabled)
        || (entry.Source.Id is { } id && options.Required.Contains(id) && catalog.Find(id) == entry);

    private static PluginUnavailableException Unavailable(PluginEntry entry)
    {
        var status = entry.Status;
        return new(status.Id!.Value, status.State, status.Reason ?? "it did not start.", status.Code);
    }

    private PluginNotFoundException NotFound(PluginId id)
    {
        var near = catalog.NearestTo(id);
        var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
        var searched = options.Discovery.Searched;
        return new(id.ToString(), "Require", near, $"The host requires the plugin '{id}', and there is no such plugin.{hint} {searched} Install it, or correct o.Require(\"{id}\") in AddDagstackPlugins.");
    }
}
