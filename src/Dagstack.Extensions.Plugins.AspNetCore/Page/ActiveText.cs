using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>Which plugin is the active one of a kind, and by what, in a sentence.</summary>
internal static class ActiveText
{
    public static string Of(PluginKindItem kind)
    {
        var active = kind.Active is { } id ? $"active is {PageText.Name(id.Split(':', 2)[^1])}, {By(kind)}" : By(kind);
        return kind.Routed ? $"chosen for each call, else {active}" : active;
    }

    private static string By(PluginKindItem kind) => kind.ChosenBy switch
    {
        "call" => "chosen by an action until the process ends",
        "variable" => $"chosen by the variable {kind.Setting}",
        "configuration" => $"chosen by the configuration, {kind.Setting}",
        "priority" => "by its priority",
        "only_one" => "the only one that can start",
        _ => "none is the active one",
    };
}
