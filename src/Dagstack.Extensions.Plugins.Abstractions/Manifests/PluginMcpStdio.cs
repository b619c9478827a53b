namespace Dagstack.Extensions.Plugins;

/// <summary>How the child process of an <c>mcp_stdio</c> plugin is started: the table <c>[plugin.mcp_stdio]</c>.</summary>
public sealed class PluginMcpStdio
{
    /// <summary>Gets the program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Gets the working directory.</summary>
    /// <value>Null for the plugin's folder.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>Gets the environment variables of the child.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the time the child has to answer for the first time.</summary>
    /// <value>Null for <see cref="PluginManifest.StartupTimeout"/>.</value>
    public TimeSpan? StartupTimeout { get; init; }
}
