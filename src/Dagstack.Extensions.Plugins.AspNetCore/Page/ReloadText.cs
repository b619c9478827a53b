using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What came of a reload, in a sentence or two.</summary>
internal static class ReloadText
{
    public static string Of(PluginReloadItem reload)
    {
        var outcome = reload.Outcome switch
        {
            "replaced" => $"Generation {reload.Generation} is in place, after {Times.Duration(reload.Seconds)}.",
            "started" => $"It was started, as generation {reload.Generation}, in {Times.Duration(reload.Seconds)}.",
            "removed" => "It was stopped, since its folder is gone.",
            "refused" => "Nothing was done: too many earlier generations are still in memory. Find what keeps them, or restart the process.",
            _ => "The reload failed, and the instance before goes on.",
        };
        return reload.Unload switch
        {
            "unloaded" => $"{outcome} The code of the generation before has left the process.",
            "still_alive" => $"{outcome} The code of the generation before is still in memory.",
            _ => outcome,
        };
    }
}
