using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>What a host says to a worker of its own besides the setup of any plugin: where the code is, and which contract it is called by.</summary>
internal static class WorkerNote
{
    public const string Contract = "contract";
    public const string ContractFile = "contract_file";
    public const string Trace = "trace";
    public const string Folder = "folder";
    public const string OwnFolder = "own_folder";

    public static JsonObject Of(PluginInstanceContext context) => new()
    {
        [Contract] = context.Plugin.Contract.GetType().AssemblyQualifiedName,
        [ContractFile] = FileOf(context.Plugin.Contract.GetType().Assembly),
        [Trace] = context.Context.Logger.IsEnabled(LogLevel.Trace),
        [Folder] = context.Folder,
        [OwnFolder] = context.Plugin.Folder,
    };

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty is what tells that it has no file.")]
    private static string? FileOf(Assembly assembly) => assembly.Location is { Length: > 0 } file ? file : null;
}
