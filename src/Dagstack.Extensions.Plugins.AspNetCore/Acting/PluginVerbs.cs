namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>The names of what may be done.</summary>
internal static class PluginVerbs
{
    public static string NameOf(PluginVerb verb) => verb switch
    {
        PluginVerb.Setup => "setup",
        PluginVerb.Teardown => "teardown",
        PluginVerb.Retry => "retry",
        PluginVerb.Reload => "reload",
        PluginVerb.Activate => "activate",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "This is not an action."),
    };

    public static string SummaryOf(PluginVerb verb) => verb switch
    {
        PluginVerb.Setup => "Starts a plugin, after those that it depends on",
        PluginVerb.Teardown => "Stops a plugin",
        PluginVerb.Retry => "Tries a plugin again that is unavailable",
        PluginVerb.Activate => "Makes a plugin the active one of its kind until the process ends",
        PluginVerb.Reload => "Puts a new instance of a plugin in the place of the running one",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "This is not an action."),
    };
}
