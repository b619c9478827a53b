using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>What has changed of a hook.</summary>
internal sealed class HookRules(HookspecHook from, HookspecHook to)
{
    private static readonly JsonElement s_nothing = JsonElement.Parse("""{ "type": "object", "additionalProperties": false, "properties": {} }""");

    public IEnumerable<HookspecChange> Compare() => OfHook().Concat(OfInput()).Concat(OfOutput()).Concat(OfWords());

    private IEnumerable<HookspecChange> OfHook()
    {
        if (from.Dispatch != to.Dispatch)
        {
            yield return Change(HookspecChangeLevel.Major, $"the hook is {DispatchNames.Of(to.Dispatch)} now, it was {DispatchNames.Of(from.Dispatch)}: other plugins are called, and something else comes back.");
        }

        if (from.IsExposed != to.IsExposed)
        {
            yield return to.IsExposed
                ? Change(HookspecChangeLevel.Minor, "the hook is exposed now: plugins in processes of their own may have it.")
                : Change(HookspecChangeLevel.Major, "the hook is not exposed any more: plugins in processes of their own cannot serve the kind.");
        }

        if (from.ToolNameTemplate != to.ToolNameTemplate)
        {
            yield return Change(HookspecChangeLevel.Major, $"its tool is called {to.ToolNameTemplate ?? "as usual"} now, it was {from.ToolNameTemplate ?? "called as usual"}: servers and clients know the old name.");
        }

        if (from.IsBestEffort != to.IsBestEffort)
        {
            yield return Change(HookspecChangeLevel.Minor, to.IsBestEffort ? "a call goes on now when a plugin fails, and returns results and errors." : "a call ends now with the first error.");
        }
    }

    private IEnumerable<HookspecChange> OfInput()
    {
        var (before, now) = (from.Input?.Schema ?? s_nothing, to.Input?.Schema ?? s_nothing);
        return SchemaComparison.Compare(before, now).Select(change => Change(change.Effect switch
        {
            SchemaEffect.Words => HookspecChangeLevel.Patch,
            SchemaEffect.Narrows or SchemaEffect.Shifts or SchemaEffect.RequiredProperty => HookspecChangeLevel.Major,
            _ => HookspecChangeLevel.Minor,
        }, $"{change.Message}{InputMeaning(change.Effect)}.", $"input {change.Pointer}"));
    }

    private IEnumerable<HookspecChange> OfOutput()
    {
        if (from.Output is null || to.Output is null)
        {
            return from.Output is null && to.Output is null ? []
                : to.Output is null ? [Change(HookspecChangeLevel.Major, "nothing comes out any more: callers that use the result have none.")]
                : [Change(HookspecChangeLevel.Major, "there is a result now: plugins have to give one.")];
        }

        return SchemaComparison.Compare(from.Output.Schema, to.Output.Schema).Select(change => Change(change.Effect switch
        {
            SchemaEffect.Words => HookspecChangeLevel.Patch,
            SchemaEffect.Widens or SchemaEffect.Shifts or SchemaEffect.RequiredProperty => HookspecChangeLevel.Major,
            _ => HookspecChangeLevel.Minor,
        }, $"{change.Message}{OutputMeaning(change.Effect)}.", $"output {change.Pointer}"));
    }

    private IEnumerable<HookspecChange> OfWords()
    {
        if (from.Description != to.Description)
        {
            yield return Change(HookspecChangeLevel.Patch, "the description says something else.");
        }

        if (!KindRules.Same(from.Extensions, to.Extensions))
        {
            yield return Change(HookspecChangeLevel.Patch, "keys that begin with x- have changed.");
        }
    }

    private static string InputMeaning(SchemaEffect effect) => effect switch
    {
        SchemaEffect.Narrows or SchemaEffect.Shifts or SchemaEffect.RequiredProperty => ": what callers send may be refused",
        SchemaEffect.Widens => ": callers may send more than plugins know that were made before",
        _ => string.Empty,
    };

    private static string OutputMeaning(SchemaEffect effect) => effect switch
    {
        SchemaEffect.Widens or SchemaEffect.Shifts => ": callers may get what they do not know",
        SchemaEffect.RequiredProperty => ": plugins that were made before do not give it",
        SchemaEffect.Narrows => ": plugins that were made before may give more",
        _ => string.Empty,
    };

    private HookspecChange Change(HookspecChangeLevel level, string message, string place = "") =>
        new() { Level = level, Hook = from.Name, Place = place.Length == 0 ? from.Name : $"{from.Name} {place}".TrimEnd(), Message = message };
}
