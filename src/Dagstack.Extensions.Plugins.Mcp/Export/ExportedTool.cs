using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>A hook or a function of a plugin as a tool.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="name">The name that clients call it by.</param>
/// <param name="dottedName">The name that the contract gives it.</param>
internal abstract class ExportedTool(PluginId plugin, string name, string dottedName)
{
    public PluginId Plugin => plugin;

    public string Name => name;

    public string DottedName => dottedName;

    /// <summary>Says what the tool is.</summary>
    public Tool Describe()
    {
        var tool = Create();
        tool.Meta = new() { [ReservedTools.NameMeta] = dottedName };
        return tool;
    }

    /// <summary>Finds what is wrong with arguments.</summary>
    /// <param name="arguments">An object.</param>
    public abstract IReadOnlyList<ToolProblem> Check(JsonElement arguments);

    /// <summary>Calls the plugin.</summary>
    /// <param name="arguments">An object; null for none.</param>
    /// <param name="options">What goes with the call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<ExportedResult> CallAsync(JsonElement? arguments, PluginCallOptions options, CancellationToken cancellationToken);

    protected abstract Tool Create();
}
