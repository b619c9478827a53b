using System.Collections.ObjectModel;

namespace Dagstack.Extensions.Plugins;

/// <summary>How the child process of an <c>mcp_stdio</c> plugin is started: the table <c>[plugin.mcp_stdio]</c>.</summary>
public sealed class PluginMcpStdio
{
    /// <summary>Creates the table.</summary>
    public PluginMcpStdio()
    {
    }

    internal PluginMcpStdio(ManifestValues values)
    {
        Command = values.Get("command", Command);
        WorkingDirectory = values.Get("working_dir", WorkingDirectory);
        Environment = values.Get("env", Environment);
        StartupTimeout = values.Get("startup_timeout_sec", StartupTimeout);
        ToolsAllow = values.Get("tools_allow", ToolsAllow);
        ToolsDeny = values.Get("tools_deny", ToolsDeny);
    }

    /// <summary>Gets the program and its arguments.</summary>
    /// <value>Empty by default: the class that <see cref="PluginManifest.EntryPoint"/> names runs in a process of the host's own program.</value>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Gets the working directory.</summary>
    /// <value>Null for the plugin's folder.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>Gets the environment variables of the child.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the time that the child has to answer for the first time.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets globs over the names of the server's tools that are functions of the plugin.</summary>
    /// <value>Empty by default, which is all of them.</value>
    public IReadOnlyList<string> ToolsAllow { get; init; } = [];

    /// <summary>Gets globs over the names of the server's tools that are not, whatever <see cref="ToolsAllow"/> says.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> ToolsDeny { get; init; } = [];

    internal ManifestValues ToValues() => new()
    {
        ["command"] = Command,
        ["working_dir"] = WorkingDirectory,
        ["env"] = Environment,
        ["startup_timeout_sec"] = StartupTimeout,
        ["tools_allow"] = ToolsAllow,
        ["tools_deny"] = ToolsDeny,
    };
}
