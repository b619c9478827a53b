namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Tells by the objects on the way what kind of thing holds a plugin.</summary>
internal static class PinCauses
{
    private static readonly (string Prefix, string Cause)[] s_byType =
    [
        ("System.Text.Json.", PluginUnloadCauses.Json),
        ("System.Xml.", PluginUnloadCauses.Xml),
        ("System.Runtime.Serialization.", PluginUnloadCauses.Xml),
        ("System.ComponentModel.", PluginUnloadCauses.TypeDescriptor),
        ("System.Diagnostics.Metrics.", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.ActivitySource", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.ActivityListener", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.DiagnosticListener", PluginUnloadCauses.Telemetry),
        ("Microsoft.Extensions.Primitives.ChangeToken", PluginUnloadCauses.Registration),
        ("Microsoft.Extensions.Options.OptionsMonitor", PluginUnloadCauses.Registration),
        ("System.Threading.CancellationTokenSource", PluginUnloadCauses.Registration),
        ("System.Threading.TimerQueue", PluginUnloadCauses.Timer),
        ("System.Threading.Timer", PluginUnloadCauses.Timer),
        ("System.Timers.Timer", PluginUnloadCauses.Timer),
        ("System.Threading.ExecutionContext", PluginUnloadCauses.Ambient),
        ("System.Diagnostics.Activity", PluginUnloadCauses.Ambient),
        ("System.Threading.Tasks.", PluginUnloadCauses.Task),
        ("System.Threading.ThreadPool", PluginUnloadCauses.Task),
        ("System.Threading.Thread", PluginUnloadCauses.Thread),
    ];

    /// <summary>Finds the cause.</summary>
    /// <param name="way">The objects from the root to the plugin, that of the plugin last.</param>
    /// <param name="root">What the way begins with: a static field, or what the host is reached by.</param>
    public static string Of(IReadOnlyList<object> way, string root)
    {
        // What holds the plugin is near its end; a list or a dictionary between is no cause.
        for (var i = way.Count - 2; i >= 0; i--)
        {
            var name = way[i].GetType().FullName ?? string.Empty;
            if (Array.Find(s_byType, entry => name.StartsWith(entry.Prefix, StringComparison.Ordinal)).Cause is { } cause)
            {
                return cause;
            }

            if (name.StartsWith("Microsoft.Extensions.DependencyInjection.", StringComparison.Ordinal))
            {
                return PluginUnloadCauses.HostContainer;
            }
        }

        return Array.Find(s_byType, entry => root.StartsWith(entry.Prefix, StringComparison.Ordinal)).Cause
            ?? (way[^1] is Delegate ? PluginUnloadCauses.Event : PluginUnloadCauses.KeptObject);
    }
}
