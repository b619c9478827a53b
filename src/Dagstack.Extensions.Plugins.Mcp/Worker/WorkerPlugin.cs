using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The plugin of this process, and what it stands on.</summary>
internal sealed class WorkerPlugin
{
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(5);

    private readonly WorkerConfiguration _configuration;
    private readonly Lock _configured = new();
    private long _lastConfigured;
    private long _inside;
    private StandalonePlugin? _instance;

    private readonly WorkerOutput _output;

    private WorkerPlugin(WorkerSetup setup, WorkerOutput output) => (Contract, Id, _configuration, _output) = (setup.Contract, setup.Manifest.Id, setup.Configuration, output);

    public PluginId Id { get; }

    public PluginContract Contract { get; }

    public StandalonePlugin Instance => _instance!;

    /// <summary>Loads a plugin as the runtime <c>in_process</c> does, and sets it up. What was begun for one that fails is undone.</summary>
    public static async Task<WorkerPlugin> StartAsync(WorkerSetup setup, WorkerOutput output, WorkerLogs logs, CancellationToken cancellationToken)
    {
        var plugin = new WorkerPlugin(setup, output);
        logs.Own = $"plugin.{plugin.Id.Kind}.{plugin.Id.Name}";
        var instance = plugin._instance = await StandalonePlugin.LoadAsync(
            new()
            {
                Manifest = setup.Manifest,
                Contract = setup.Contract,
                Folder = setup.Folder,
                OwnFolder = setup.OwnFolder,
                Configuration = setup.Configuration.Root,
                Loggers = logs,
                Progress = new WorkerProgress(output),
                Checkpoint = new WorkerCheckpoint(output, setup.Checkpoints),
                CountCalls = () => Interlocked.Read(ref plugin._inside),
                Resources = setup.Resources,
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            await instance.SetupAsync(cancellationToken).ConfigureAwait(false);
            return plugin;
        }
        catch
        {
            await plugin.GiveUpAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Calls a hook, on behalf of whoever called it in the host.</summary>
    public Task<object?> InvokeAsync(HookInvocation invocation, JsonElement meta) =>
        RunAsync(meta, unit => unit is null
            ? invocation.InvokeUntypedAsync(Instance.Target)
            : Instance.WithinUnitAsync(unit, _ => invocation.InvokeUntypedAsync(Instance.Target)));

    /// <summary>Runs a unit of work, on behalf of whoever runs it in the host.</summary>
    public Task<JsonElement?> RunUnitAsync(JsonElement args, JsonElement meta, CancellationToken cancellationToken) =>
        RunAsync(meta, unit => Instance.RunUnitAsync(args, unit ?? throw new WorkerRefusal($"'{ReservedTools.RunUnit}' takes '{ReservedTools.UnitMeta}' with 'unit_id' below '_meta'."), cancellationToken));

    private async Task<TResult> RunAsync<TResult>(JsonElement meta, Func<UnitContext?, ValueTask<TResult>> run)
    {
        using var activity = Begin(meta);
        using var scope = CallMetadata.Begin(WorkerValues.Map(meta, ReservedTools.Metadata));
        Interlocked.Increment(ref _inside);
        try
        {
            return await run(WorkerUnit.Read(meta, _output)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>Takes another section, which options that are live follow.</summary>
    /// <param name="arguments">Have the section.</param>
    /// <param name="arrival">Which of the calls that arrived it is: one that comes to its turn late changes nothing any more.</param>
    public void Configure(JsonElement arguments, long arrival)
    {
        lock (_configured)
        {
            if (arrival > _lastConfigured)
            {
                _lastConfigured = arrival;
                _configuration.Set(WorkerValues.Member(arguments, "config"));
            }
        }
    }

    public async Task<bool> EndAsync(CancellationToken cancellationToken) => await Instance.EndAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Goes on with the caller's trace.</summary>
    private static Activity? Begin(JsonElement meta)
    {
        if (JsonText.Find(meta, ReservedTools.TraceParent) is not { } parent)
        {
            return null;
        }

        var activity = new Activity("dagstack.worker");
        activity.SetParentId(parent);
        activity.TraceStateString = JsonText.Find(meta, ReservedTools.TraceState);
        return activity.Start();
    }

    /// <summary>Ends what a failed setup leaves, and does not let that hide why it failed.</summary>
    private async Task GiveUpAsync()
    {
        try
        {
            await Instance.EndAsync(CancellationToken.None).AsTask().WaitAsync(s_ending).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            WorkerMain.Tell($"What a failed setup had begun was not ended within {s_ending.TotalSeconds} s.");
        }
        catch (TeardownErrorsException fault)
        {
            WorkerMain.Tell(fault.Message);
        }
    }
}
