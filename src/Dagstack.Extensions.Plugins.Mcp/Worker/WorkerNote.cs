using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>What a host says to a worker of its own besides the setup of any plugin: where the code is, and which contract it is called by.</summary>
internal static class WorkerNote
{
    public const string Contract = "contract";
    public const string Folder = "folder";
    public const string OwnFolder = "own_folder";

    public static JsonObject Of(PluginInstanceContext context) => new()
    {
        [Contract] = context.Plugin.Contract.GetType().AssemblyQualifiedName,
        [Folder] = context.Folder,
        [OwnFolder] = context.Plugin.Folder,
    };
}
