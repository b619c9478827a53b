namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>What to do about each cause.</summary>
internal static class UnloadRemedies
{
    public static string Of(string cause) => cause switch
    {
        PluginUnloadCauses.Event => "Unsubscribe in the plugin's teardown or Dispose.",
        PluginUnloadCauses.Timer => "Dispose the timer in the plugin's teardown or Dispose.",
        PluginUnloadCauses.Thread => "End the thread in the plugin's teardown, and wait for it.",
        PluginUnloadCauses.Task => "End the task in the plugin's teardown: cancel it, and await it.",
        PluginUnloadCauses.Registration => "Keep what the registration returns, and dispose it in the plugin's teardown or Dispose.",
        PluginUnloadCauses.Telemetry => "Dispose the meter, source or listener in the plugin's teardown or Dispose.",
        PluginUnloadCauses.Ambient => "Set it back where it was set: stop or dispose the activity, set the AsyncLocal to null.",
        PluginUnloadCauses.Json => "Use a JsonSerializerContext in the plugin for its own types.",
        PluginUnloadCauses.Xml => "These serializers never let go of a type. Use System.Xml.Linq, or System.Text.Json with a JsonSerializerContext.",
        PluginUnloadCauses.TypeDescriptor => "Take IOptions<T>, which the host binds and validates without TypeDescriptor, or check values in code.",
        PluginUnloadCauses.HostContainer => "Do not ask the host's container for types of the plugin; register them in the plugin's ConfigureServices.",
        PluginUnloadCauses.KeptObject => "Let the host keep only contract types and text, and let it drop them: of an exception, its text.",
        _ => "docs/hot-reload.md in the package Dagstack.Extensions.Plugins has what is known to keep code in memory.",
    };
}
