namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Asks a source of the application for its plugins.</summary>
internal static class SourcePlugins
{
    /// <summary>Finds the plugins, one after the other.</summary>
    /// <exception cref="InvalidOperationException">The source returned null, or has null among its plugins.</exception>
    public static IEnumerable<FoundPlugin> Find(IPluginSource source)
    {
        foreach (var plugin in source.Find() ?? throw new InvalidOperationException("Find returned null. Return an empty list where there are no plugins."))
        {
            yield return FoundPlugin.FromSource(plugin ?? throw new InvalidOperationException("Find has null among its plugins. Leave it out, or return a manifest that says what is wrong."), source);
        }
    }
}
