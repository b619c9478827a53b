namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Sees to it that no two hooks of a contract, and no two parameters of a hook, have one name in other processes.</summary>
internal static class WireNames
{
    /// <summary>Tells hooks apart. Names that the author chose stay; the others give way in their order, those that end in Async first.</summary>
    public static List<HookModel> TellApart(List<FoundHook> found, bool foreign, Reporter report)
    {
        var hooks = found.ConvertAll(static item => item.Hook);
        var owners = new Dictionary<string, int>();
        var later = new List<int>();
        foreach (var index in Enumerable.Range(0, found.Count).OrderBy(index => found[index].IsNamed ? 0 : IsAsync(hooks[index]) ? 2 : 1))
        {
            if (owners.ContainsKey(hooks[index].WireName))
            {
                later.Add(index);
            }
            else
            {
                owners.Add(hooks[index].WireName, index);
            }
        }

        foreach (var index in later.OrderBy(static index => index))
        {
            var wire = hooks[index].WireName;
            if (IsAsync(hooks[index]) && !owners.ContainsKey(wire + "_async"))
            {
                // Read beside ReadAsync is what many contracts have: both names say what they are.
                owners.Add(wire + "_async", index);
                hooks[index] = hooks[index] with { WireName = wire + "_async" };
                continue;
            }

            var apart = Free(wire, owners.ContainsKey);
            owners.Add(apart, index);
            hooks[index] = hooks[index] with { WireName = apart };
            if (!foreign && hooks[index].Exposed && hooks[owners[wire]].Exposed)
            {
                report(found[index].At, Diagnostics.SameWireName, wire, apart);
            }
        }

        return hooks;
    }

    /// <summary>Makes the wire name of a parameter, which no other parameter in <paramref name="others"/> has.</summary>
    public static string OfParameter(string name, List<ParameterModel> others)
    {
        var wire = Names.ToWire(name);
        return IsTaken(wire) ? Free(wire, IsTaken) : wire;

        bool IsTaken(string candidate) => others.Exists(other => other.WireName == candidate);
    }

    /// <summary>Reports names that nobody chose and that other processes do not understand: those with letters that are not of the Latin alphabet.</summary>
    public static void Check(List<FoundHook> found, List<HookModel> hooks, Reporter report)
    {
        for (var i = 0; i < hooks.Count; i++)
        {
            if (!hooks[i].Exposed)
            {
                continue;
            }

            // A chain has to leave the process.
            var orHide = hooks[i].Dispatch == "Chain" ? string.Empty : "; if the hook never leaves the process, write [Hook(Exposed = false)]";
            if (!Names.IsHookName(hooks[i].WireName))
            {
                report(found[i].At, Diagnostics.ForeignName, $"The hook '{found[i].At.Name}'", hooks[i].WireName, "Give it a name with [Hook(Name = \"find_all\")]" + orHide);
            }

            foreach (var parameter in hooks[i].Parameters.Where(static parameter => !parameter.IsToken && !Names.IsHookName(parameter.WireName)))
            {
                report(found[i].At, Diagnostics.ForeignName, $"The parameter '{parameter.Name}' of the hook '{found[i].At.Name}'", parameter.WireName, "Rename it" + orHide);
            }
        }
    }

    private static bool IsAsync(HookModel hook) =>
        hook.Accessor == HookAccessor.Method && hook.Member.EndsWith("Async", StringComparison.Ordinal);

    private static string Free(string wire, Func<string, bool> isTaken)
    {
        var number = 2;
        while (isTaken($"{wire}_{number}"))
        {
            number++;
        }

        return $"{wire}_{number}";
    }
}
