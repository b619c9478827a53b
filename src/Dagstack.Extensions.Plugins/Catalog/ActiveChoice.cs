namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The plugin that somebody made the active one of a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The plugin's name within the kind, as written; there need not be such a plugin.</param>
/// <param name="Source">Where it was chosen, in words.</param>
internal sealed record ActiveChoice(string Kind, string Name, string Source)
{
    public string Key => $"{Kind}:{Name}";

    /// <summary>Makes the error of a choice that does not exist.</summary>
    /// <param name="catalog">The plugins that do.</param>
    public PluginNotFoundException ToException(PluginCatalog catalog)
    {
        var names = catalog.NamesOf(Kind);
        var near = NearNames.Find(Name, names);
        var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
        var list = names.Count == 0 ? $"There is no plugin of the kind '{Kind}'." : $"Plugins of that kind: {string.Join(", ", names)}.";
        return new(Key, Source, near is null ? null : $"{Kind}:{near}", $"The active plugin of the kind '{Kind}' is to be '{Name}', says {Source}, and there is no such plugin.{hint} {list} Correct the name, or remove the setting, and priority decides.");
    }
}
