using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The plugin that somebody made the active one of a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The plugin's name within the kind, as written; there need not be such a plugin.</param>
/// <param name="By">By what it was chosen.</param>
/// <param name="Setting">The variable or the configuration key that names it; null if neither does.</param>
internal sealed record ActiveChoice(string Kind, string Name, ActivePluginChoice By, string? Setting)
{
    public string Key => $"{Kind}:{Name}";

    /// <summary>Gets where it was chosen, in words.</summary>
    public string Source => By switch
    {
        ActivePluginChoice.Configuration => Setting!.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) ? Setting : $"the configuration key {Setting}",
        ActivePluginChoice.Variable => $"the environment variable {Setting}",
        _ => $"a call of {nameof(IPluginRegistry)}.{nameof(IPluginRegistry.Activate)}",
    };

    /// <summary>Makes the error of a choice that does not exist.</summary>
    /// <param name="catalog">The plugins that do.</param>
    public PluginNotFoundException ToException(PluginCatalog catalog)
    {
        var names = catalog.NamesOf(Kind);
        var near = NearNames.Find(Name, names);
        var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
        var list = names.Count == 0 ? $"There is no plugin of the kind '{Kind}'." : $"Plugins of that kind: {string.Join(", ", names)}.";
        return new(Key, Source, near is null ? null : $"{Kind}:{near}", $"The active plugin of the kind '{Kind}' is to be '{Name}', says {Source}, and there is no such plugin.{hint} {list} {(By == ActivePluginChoice.Call ? "It was removed since; put it back, or activate another one." : "Correct the name, or remove the setting, and priority decides.")}");
    }
}
