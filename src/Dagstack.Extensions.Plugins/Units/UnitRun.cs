using System.Text.Json;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Sinks;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Units;

/// <summary>One run of a unit of work in one instance of a plugin.</summary>
/// <param name="entry">The plugin.</param>
/// <param name="activation">The instance.</param>
/// <param name="slot">The door of the plugin.</param>
/// <param name="given">What the unit is.</param>
/// <param name="time">Where the time of reports comes from.</param>
internal sealed class UnitRun(PluginEntry entry, PluginActivation activation, HostedSlot slot, UnitContext given, TimeProvider time)
{
    private static readonly PluginCallOptions s_options = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly RunningUnit _unit = new(entry.Manifest!.Id, given, time);

    private PluginId Plugin => _unit.Plugin;

    public async ValueTask<JsonElement?> RunAsync(JsonElement args, CancellationToken cancellationToken)
    {
        using var cancellation = new PluginCancellation(cancellationToken, activation.UnitsEnd);
        try
        {
            // What is ambient for whoever runs the unit is so for the unit, too: a span of the executor's is the one around it.
            var token = cancellation.Token;
            var ambient = ExecutionContext.Capture();
            var work = OwnThread.Run(() => Begin(ambient, args, token));
            return await Leaving<JsonElement?>.WaitAsync(new(work), late: null, activation.UnitsAbandoned).ConfigureAwait(false);
        }
        catch (Exception fault) when (Explain(fault, cancellationToken) is { } seen)
        {
            throw seen;
        }
        finally
        {
            await _unit.CloseAsync(time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<JsonElement?> Begin(ExecutionContext? ambient, JsonElement args, CancellationToken cancellationToken)
    {
        if (ambient is null)
        {
            return RunInsideAsync(args, cancellationToken);
        }

        Task<JsonElement?>? begun = null;
        ExecutionContext.Run(ambient, _ => begun = RunInsideAsync(args, cancellationToken), state: null);
        return begun!;
    }

    private async Task<JsonElement?> RunInsideAsync(JsonElement args, CancellationToken cancellationToken)
    {
        using var inside = _unit.Enter();
        if (activation.RunsUnits)
        {
            return await slot.RunUnitAsync(activation, args, _unit.Context, cancellationToken).ConfigureAwait(false);
        }

        var contract = entry.Contract!;
        var codec = PluginCodec.Of(contract).For(UnitCandidate.HookOf(contract)!);
        var result = await codec.CallAsync(slot.TryWith(s_options), args, cancellationToken).ConfigureAwait(false);
        return result.ValueKind == JsonValueKind.Null ? null : result;
    }

    /// <summary>Says what whoever runs the unit is told in place of what was thrown; null if it is that.</summary>
    private Exception? Explain(Exception fault, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return fault is OperationCanceledException own && own.CancellationToken == cancellationToken ? null : new OperationCanceledException($"The unit of work '{given.UnitId}' of the plugin '{Plugin}' was cancelled.", cancellationToken);
        }

        if (activation.Instance.End is { } end)
        {
            return new UnitInterruptedException(Plugin, given.UnitId, end, activation.Instance.EndsWithProcess);
        }

        return activation.UnitsAbandoned.IsCancellationRequested ? new UnitInterruptedException(Plugin, given.UnitId, "its plugin was to stop, and the unit has not heeded that in the time that there was. What it saves from now on is refused.")
            : activation.UnitsEnd.IsCancellationRequested ? new UnitInterruptedException(Plugin, given.UnitId, "its plugin was to stop, or was replaced by another instance.")
            : fault is PluginUnavailableException gone && gone.Plugin == Plugin ? new UnitInterruptedException(Plugin, given.UnitId, gone.Reason, gone.HasDied)
            : null;
    }
}
