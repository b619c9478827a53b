namespace Dagstack.Extensions.Plugins.OpenTelemetry;

/// <summary>Who tells of plugins: each name is that of an activity source and of a meter.</summary>
internal static class PluginSources
{
    /// <summary>The host.</summary>
    public const string Plugins = "Dagstack.Plugins";

    /// <summary>Units of work.</summary>
    public const string Units = "Dagstack.Orchestration";

    /// <summary>Requests to plugins in other processes, as the SDK of the Model Context Protocol calls them.</summary>
    public const string Mcp = "Experimental.ModelContextProtocol";
}
