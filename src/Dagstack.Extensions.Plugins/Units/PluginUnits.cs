using System.Text.Json;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Units;

/// <summary>Finds the plugins that run units of work, and has them run them.</summary>
/// <param name="catalog">The plugins.</param>
/// <param name="slots">Their doors.</param>
/// <param name="changes">Tells of the next change of a plugin.</param>
/// <param name="time">Where the time of reports comes from.</param>
internal sealed class PluginUnits(PluginCatalog catalog, PluginSlots slots, Func<IChangeToken> changes, TimeProvider time) : IPluginUnits
{
    public IReadOnlyCollection<PluginId> Ready => [.. catalog.Entries.Where(UnitCandidate.IsReady).Select(static entry => entry.Manifest!.Id)];

    public bool IsReady(PluginId plugin) => catalog.Find(plugin) is { } entry && UnitCandidate.IsReady(entry);

    public IChangeToken GetChangeToken() => changes();

    public UnitPlugin Find(string plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var entry = Resolve(plugin);
        ThrowIfRefused(entry, plugin);
        var hook = entry.Activation is { RunsUnits: false } ? UnitCandidate.HookOf(entry.Contract!) : null;
        return new(entry.Manifest!, hook is null ? null : PluginCodec.Of(entry.Contract!).For(hook));
    }

    public async ValueTask<JsonElement?> RunAsync(PluginId plugin, JsonElement args, UnitContext unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        cancellationToken.ThrowIfCancellationRequested();
        var entry = catalog.Find(plugin) ?? throw NotFound(plugin.ToString(), nameof(RunAsync));
        ThrowIfRefused(entry, plugin.ToString());
        PluginActivation? activation;
        PluginStatus status;
        lock (entry.Moving)
        {
            status = entry.Status;
            activation = status.IsServing ? entry.Activation : null;
        }

        return activation is null
            ? throw new UnitInterruptedException(plugin, unit.UnitId, status.Reason is { } reason ? $"the plugin is {PluginStates.NameOf(status.State)}: {reason}" : $"the plugin is {PluginStates.NameOf(status.State)}.")
            : await new UnitRun(entry, activation, slots[entry], unit, time).RunAsync(args, cancellationToken).ConfigureAwait(false);
    }

    private static void ThrowIfRefused(PluginEntry entry, string plugin)
    {
        if (UnitCandidate.FindRefusal(entry) is { } refusal)
        {
            throw new UnitRefusedException(plugin, refusal);
        }
    }

    private PluginEntry Resolve(string plugin)
    {
        if (plugin.Contains(':', StringComparison.Ordinal))
        {
            return PluginId.TryParse(plugin, out var id) && catalog.Find(id) is { } exact ? exact : throw NotFound(plugin, nameof(Find));
        }

        var named = catalog.FindByName(plugin).ToList();
        return named switch
        {
            [var single] => single,
            [] => throw NotFound(plugin, nameof(Find)),
            _ => throw new AmbiguousPluginException(
                plugin,
                [.. named.Select(static entry => $"{entry.Name} ({entry.Source.Path ?? "no folder"})")],
                $"'{plugin}' is the name of several plugins: {string.Join(", ", named.Select(static entry => entry.Name))}. Write the kind too, as in '{named[0].Name}'."),
        };
    }

    private PluginNotFoundException NotFound(string plugin, string askedBy)
    {
        var entries = catalog.Entries.Where(static entry => entry.Source.Id is { IsValid: true }).ToList();
        var near = NearNames.Find(plugin, entries.Select(entry => plugin.Contains(':', StringComparison.Ordinal) ? entry.Name : entry.Source.Id!.Value.Name));
        return new(plugin, $"{nameof(IPluginUnits)}.{askedBy}", near, $"There is no plugin '{plugin}' to run a unit of work.{(near is null ? string.Empty : $" Did you mean '{near}'?")} IPluginRegistry.Plugins has all there are.");
    }
}
