using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Diagnostics;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What is measured only when somebody looks: calls in flight, and plugins by state, of all hosts of the process.</summary>
internal static class PluginGauges
{
    private static readonly ConditionalWeakTable<PluginCatalog, object?> s_catalogs = Make();

    /// <summary>Counts a host in until it is disposed, or forgotten.</summary>
    public static void Add(PluginCatalog catalog) => s_catalogs.AddOrUpdate(catalog, null);

    public static void Remove(PluginCatalog catalog) => s_catalogs.Remove(catalog);

    private static ConditionalWeakTable<PluginCatalog, object?> Make()
    {
        PluginTelemetry.Meter.CreateObservableGauge("dagstack.plugin.calls.active", CallsInFlight, "{call}", "Calls that are in a plugin now.");
        PluginTelemetry.Meter.CreateObservableGauge("dagstack.plugins", PluginsByState, "{plugin}", "Plugins by their state.");
        PluginTelemetry.Meter.CreateObservableGauge("dagstack.plugin.generations.leaked", LeakedGenerations, "{generation}", "Earlier generations of plugins that are still in memory.");
        return [];
    }

    private static IEnumerable<Measurement<long>> CallsInFlight() =>
        from entry in Entries()
        let target = entry.Activation?.Target
        where target is not null
        select new Measurement<long>(target.InFlight, new(TelemetryTags.Kind, entry.Source.Id!.Value.Kind), new(TelemetryTags.Name, entry.Source.Id!.Value.Name));

    private static IEnumerable<Measurement<long>> PluginsByState() =>
        from entry in Entries()
        group entry by (entry.Source.Id?.Kind, entry.Status.State) into some
        select new Measurement<long>(some.Count(), new KeyValuePair<string, object?>(TelemetryTags.Kind, some.Key.Kind), new(TelemetryTags.State, PluginStates.NameOf(some.Key.State)));

    private static IEnumerable<Measurement<long>> LeakedGenerations() =>
        from entry in Entries()
        let status = entry.Status
        where status.LeakedGenerations > 0
        select new Measurement<long>(status.LeakedGenerations, new(TelemetryTags.Kind, status.Id!.Value.Kind), new(TelemetryTags.Name, status.Id!.Value.Name));

    private static IEnumerable<PluginEntry> Entries() => s_catalogs.SelectMany(static catalog => catalog.Key.Entries);
}
