namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>What the checks of one plugin tell beside their result.</summary>
internal static class PluginCheckData
{
    /// <summary>Says the state, and why.</summary>
    public static string Describe(PluginStatus status) => $"It is {PluginStates.NameOf(status.State)}{(status.Reason is { } reason ? $": {reason}" : ".")}";

    public static Dictionary<string, object> Of(PluginStatus status)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["state"] = PluginStates.NameOf(status.State), ["requires_restart"] = status.RequiresRestart };
        Add("code", status.Code);
        Add("runtime", status.Runtime);
        Add("version", status.Version);
        return data;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                data.Add(key, value);
            }
        }
    }
}
