using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class ReloadReader
{
    public static PluginReloadItem Read(PluginReload reload) => new()
    {
        Outcome = OutcomeNames.Of(reload.Outcome),
        Generation = reload.Generation,
        At = reload.At,
        Code = ShownText.Name(reload.Code),
        Reason = ShownText.Text(reload.Reason),
        Seconds = reload.Duration.TotalSeconds,
        RetireSeconds = reload.RetireDuration.TotalSeconds,
        Unload = OutcomeNames.Of(reload.Unload),
        Hints = [.. reload.Hints.Select(Read)],
    };

    public static PluginUnloadHintItem Read(PluginUnloadHint hint) => new(ShownText.Name(hint.Cause), hint.IsFound, ShownText.Text(hint.Place), ShownText.Text(hint.Remedy));
}
