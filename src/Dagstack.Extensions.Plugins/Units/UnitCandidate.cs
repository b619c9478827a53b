using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Units;

/// <summary>What of a plugin would run units of work, if anything.</summary>
internal static class UnitCandidate
{
    /// <summary>Finds the only hook of a contract that can be called; null if there is none, or more than one.</summary>
    public static HookDescriptor? HookOf(PluginContract contract)
    {
        HookDescriptor? only = null;
        foreach (var hook in contract.Hooks)
        {
            if (hook.Shape != HookShape.Stream)
            {
                if (only is not null)
                {
                    return null;
                }

                only = hook;
            }
        }

        return only;
    }

    /// <summary>Tells whether a plugin takes units now.</summary>
    public static bool IsReady(PluginEntry entry) =>
        entry.Manifest?.UnitOfWork is { Declared: true }
        && entry.Contract is { } contract
        && entry.Status.IsServing
        && entry.Activation is { } activation
        && (activation.RunsUnits || HookOf(contract) is not null);

    /// <summary>Says why a plugin can run no units, as it is now; null if it can, or if that is not known before it is up.</summary>
    public static string? FindRefusal(PluginEntry entry)
    {
        if (entry.Manifest is not { } manifest || entry.Contract is not { } contract)
        {
            return $"The plugin '{entry.Name}' runs no units of work: {entry.Status.Reason ?? "it cannot be used in this host."} ({entry.Source.Path ?? entry.Name})";
        }

        var path = entry.Source.Path ?? "its manifest";
        if (manifest.UnitOfWork is not { Declared: true })
        {
            return $"The plugin '{manifest.Id}' runs no units of work: its manifest does not declare it. Write 'declared = true' below '[plugin.unit_of_work]' in {path}, if its work may be run in units.";
        }

        if (HookOf(contract) is not null || entry.Activation is not { RunsUnits: false })
        {
            return null;
        }

        var callable = contract.Hooks.Where(static hook => hook.Shape != HookShape.Stream).Select(static hook => hook.WireName).ToArray();
        var found = callable.Length == 0 ? "no hook that can be called" : $"{callable.Length} hooks that could be called ({string.Join(", ", callable)})";
        return $"The plugin '{manifest.Id}' runs no units of work, though {path} declares it: the contract of the kind '{contract.Kind}' has {found}, and the plugin does not implement {nameof(IUnitOfWork)}. Have its class implement {typeof(IUnitOfWork).FullName}, or take 'declared = true' away.";
    }
}
