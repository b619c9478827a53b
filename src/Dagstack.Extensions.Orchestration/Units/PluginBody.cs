using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>The plugins of the host, as what runs units.</summary>
internal sealed class PluginBody : IUnitBody, IDisposable
{
    private readonly IPluginUnits _plugins;
    private readonly ConcurrentDictionary<string, UnitTraits> _traits = new(StringComparer.Ordinal);
    private readonly IDisposable _subscription;
    private volatile IReadOnlySet<string> _ready = new HashSet<string>();

    public PluginBody(IPluginUnits plugins)
    {
        _plugins = plugins;
        _subscription = ChangeToken.OnChange(plugins.GetChangeToken, Look);
        Look();
    }

    /// <inheritdoc/>
    public event Action? ReadyChanged;

    /// <inheritdoc/>
    public IReadOnlySet<string> Ready => _ready;

    /// <inheritdoc/>
    public UnitTraits TraitsOf(string plugin) => _traits.GetOrAdd(plugin, Ask);

    /// <inheritdoc/>
    public Task<JsonElement?> RunAsync(OpenUnit unit, UnitContext context, CancellationToken cancellationToken) =>
        Task.Run(() => RunInsideAsync(unit, context, cancellationToken), CancellationToken.None);

    public void Dispose() => _subscription.Dispose();

    private async Task<JsonElement?> RunInsideAsync(OpenUnit unit, UnitContext context, CancellationToken cancellationToken)
    {
        // Who cancels is the runner, and does not wait for what plugins do when they hear of it.
        using var asked = new CancellationTokenSource();
        await using var registration = cancellationToken.UnsafeRegister(static state => _ = ((CancellationTokenSource)state!).CancelAsync(), asked).ConfigureAwait(false);
        using var span = Begin(unit, context);
        using var metadata = unit.Metadata is { } said ? CallMetadata.Begin(StoredMetadata.Read(said)) : default;
        try
        {
            return await _plugins.RunAsync(PluginId.Parse(unit.Plugin), Read(unit.Args), context, asked.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            span?.SetStatus(ActivityStatusCode.Error, fault is UnitInterruptedException ? "interrupted" : ExceptionText.Of(fault));
            throw;
        }
    }

    /// <summary>Begins a span of its own: who has enqueued the unit may have ended long ago, so that it is linked and no parent.</summary>
    private static Activity? Begin(OpenUnit unit, UnitContext context)
    {
        if (!UnitMeter.Source.HasListeners())
        {
            return null;
        }

        ActivityLink[] links = ActivityContext.TryParse(unit.TraceParent, null, isRemote: true, out var enqueuer) ? [new(enqueuer)] : [];
        Activity.Current = null;
        try
        {
            return UnitMeter.Source.StartActivity(
                "unit.run",
                ActivityKind.Consumer,
                parentContext: default,
                tags: [new("unit.id", unit.UnitId), new("unit.plugin", unit.Plugin), new("unit.partition_key", unit.PartitionKey), new("unit.run", unit.Run + 1), new("unit.attempt", context.Attempt)],
                links: links);
        }
        catch (Exception fault)
        {
            Trace.TraceError($"The run of the unit '{unit.UnitId}' has no span, since a listener of the source '{UnitMeter.Name}' threw {ExceptionText.Full(fault)}");
            return null;
        }
    }

    private static JsonElement Read(ReadOnlyMemory<byte> args)
    {
        var reader = new Utf8JsonReader(args.Span);
        return JsonElement.ParseValue(ref reader);
    }

    private UnitTraits Ask(string plugin)
    {
        try
        {
            var manifest = _plugins.Find(plugin).Manifest;
            return new()
            {
                IsCheckpointable = manifest.UnitOfWork.Checkpointable,
                EstimatedDuration = manifest.UnitOfWork.EstimatedDuration is { Ticks: > 0 } estimated ? estimated : null,
                HashesOutput = manifest.UnitOfWork.IdempotencyMode == PluginIdempotencyMode.OutputHash,
            };
        }
        catch (PluginRegistryException)
        {
            // It is not to be had: it runs nothing until that changes.
            return UnitTraits.Default;
        }
    }

    private void Look()
    {
        _ready = _plugins.Ready.Select(static plugin => plugin.ToString()).ToHashSet(StringComparer.Ordinal);
        _traits.Clear();
        ReadyChanged?.Invoke();
    }
}
