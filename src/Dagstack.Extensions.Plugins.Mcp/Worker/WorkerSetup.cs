using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>What the host says in the setup.</summary>
internal sealed class WorkerSetup
{
    private static readonly ManifestLoadOptions s_options = new() { SupportedRuntimes = new HashSet<string>(StringComparer.Ordinal) { PluginRuntimes.McpStdio } };

    /// <exception cref="PluginRegistryException">It is not what a host of this version says.</exception>
    /// <exception cref="WorkerRefusal">It is not what a host says.</exception>
    public WorkerSetup(JsonElement arguments, JsonElement meta)
    {
        var worker = WorkerValues.Member(meta, ReservedTools.WorkerMeta);
        var contractName = Text(worker, WorkerNote.Contract);

        // All of this is compiled as it is first needed, which takes longer than what it does: the contract beside the manifest, and the codecs beside the plugin.
        var contract = Task.Run(() => WorkerContract.Load(contractName, JsonText.Find(worker, WorkerNote.ContractFile)));
        Manifest = PluginManifestLoader.Parse(WorkerValues.Member(arguments, "manifest").GetRawText(), ManifestFormat.Json, options: s_options).ThrowIfInvalid();
        Contract = Take(contract, contractName, Manifest.Id);
        Hooks = Task.Run(() => WorkerTools.HooksOf(Manifest.Id, Contract));
        Folder = Text(worker, WorkerNote.Folder);
        OwnFolder = Text(worker, WorkerNote.OwnFolder);
        WantsTrace = worker.TryGetProperty(WorkerNote.Trace, out var trace) && trace.ValueKind == JsonValueKind.True;
        Configuration = new(Manifest.Id);
        Configuration.Set(WorkerValues.Member(arguments, "config"));
        Checkpoints = WorkerUnit.SavedIn(meta);
        Resources = ResourcesOf(WorkerValues.Member(arguments, "resources"));
    }

    public PluginManifest Manifest { get; }

    public PluginContract Contract { get; }

    /// <summary>Gets the hooks by the names of their tools, when they are known.</summary>
    public Task<Dictionary<string, HookCodec>> Hooks { get; }

    public string Folder { get; }

    public string OwnFolder { get; }

    /// <summary>Gets a value indicating whether the host takes log messages of the level Trace.</summary>
    public bool WantsTrace { get; }

    public WorkerConfiguration Configuration { get; }

    public Dictionary<string, byte[]> Checkpoints { get; }

    public Dictionary<string, object> Resources { get; }

    private static string Text(JsonElement worker, string name) =>
        JsonText.Find(worker, name) ?? throw new WorkerRefusal($"'{ReservedTools.WorkerMeta}' has no text '{name}'. A worker is set up by the host that has started it.");

    private static PluginContract Take(Task<PluginContract> contract, string name, PluginId id)
    {
        try
        {
            return contract.GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is TypeLoadException or IOException or BadImageFormatException)
        {
            throw new PluginLoadException(id, $"The contract of the kind '{id.Kind}', {name}, cannot be loaded in the process of the plugin '{id}': {ExceptionText.MessageOf(fault)} Ship its assembly with the host.", fault);
        }
    }

    private static Dictionary<string, object> ResourcesOf(JsonElement resources)
    {
        var made = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var one in resources.EnumerateObject())
        {
            made[one.Name] = one.Name switch
            {
                "clock" => new WorkerClock(),
                "rng" => new SeededRng(one.Value.GetProperty("seed").GetUInt64()),
                "tmpdir" => new GivenTempDir(one.Value.GetProperty("path").GetString()!),
                _ => throw new WorkerRefusal($"The resource '{one.Name}' is not known here."),
            };
        }

        return made;
    }
}
