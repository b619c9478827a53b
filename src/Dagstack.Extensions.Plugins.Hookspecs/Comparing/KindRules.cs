using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>What has changed of a kind and its hooks.</summary>
internal static class KindRules
{
    private const HookspecChangeLevel Major = HookspecChangeLevel.Major;
    private const HookspecChangeLevel Minor = HookspecChangeLevel.Minor;
    private const HookspecChangeLevel Patch = HookspecChangeLevel.Patch;

    public static IEnumerable<HookspecChange> Compare(Hookspec from, Hookspec to)
    {
        if (from.Kind != to.Kind)
        {
            yield return new() { Level = Major, Message = $"the kind is called '{to.Kind}', it was '{from.Kind}': plugins of the one are none of the other." };
        }

        foreach (var change in OfConstraints(from, to).Concat(OfHooks(from, to)))
        {
            yield return change;
        }

        if (from.Description != to.Description)
        {
            yield return new() { Level = Patch, Message = "the description says something else." };
        }

        if (!Same(from.Extensions, to.Extensions))
        {
            yield return new() { Level = Patch, Message = "keys that begin with x- have changed." };
        }
    }

    private static IEnumerable<HookspecChange> OfConstraints(Hookspec from, Hookspec to)
    {
        if (from.InProcessOnly != to.InProcessOnly)
        {
            yield return to.InProcessOnly
                ? new() { Level = Major, Message = "the kind is in_process_only now: plugins that run in processes of their own are refused." }
                : new() { Level = Minor, Message = "the kind is not in_process_only any more: plugins may run in processes of their own." };
        }

        if (from.SingletonPerRuntime != to.SingletonPerRuntime)
        {
            yield return to.SingletonPerRuntime
                ? new() { Level = Major, Message = "the kind is singleton_per_runtime now: of several plugins one serves." }
                : new() { Level = Minor, Message = "the kind is not singleton_per_runtime any more: several plugins may serve." };
        }
    }

    private static IEnumerable<HookspecChange> OfHooks(Hookspec from, Hookspec to)
    {
        foreach (var hook in from.Hooks)
        {
            if (to.Hooks.FirstOrDefault(other => other.Name == hook.Name) is { } same)
            {
                foreach (var change in new HookRules(hook, same).Compare())
                {
                    yield return change;
                }
            }
            else
            {
                var near = NearNames.Find(hook.Name, to.Hooks.Select(static other => other.Name).Where(name => !from.Hooks.Any(known => known.Name == name)));
                yield return new() { Level = Major, Hook = hook.Name, Place = hook.Name, Message = $"the hook is gone{(near is null ? string.Empty : $", or it is called '{near}' now")}." };
            }
        }

        foreach (var hook in to.Hooks.Where(hook => !from.Hooks.Any(known => known.Name == hook.Name)))
        {
            yield return new() { Level = Minor, Hook = hook.Name, Place = hook.Name, Message = "the hook is new: plugins that lack it have to get it before they serve a host that has it." };
        }
    }

    public static bool Same(IReadOnlyDictionary<string, JsonElement> one, IReadOnlyDictionary<string, JsonElement> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && JsonElement.DeepEquals(pair.Value, value));
}
