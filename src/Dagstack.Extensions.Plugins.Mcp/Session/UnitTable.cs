using System.Collections.Concurrent;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The units of work that a server runs now. What it says of one goes to that one; what it says of none is the plugin's own.</summary>
/// <param name="own">Where the plugin's own progress goes.</param>
/// <param name="checkpoints">Saves the plugin's own checkpoints.</param>
/// <param name="logger">The plugin's logger.</param>
/// <param name="teller">Reports progress, where that keeps nobody.</param>
/// <param name="mask">What is taken out of what is told.</param>
/// <param name="isRaw">Whether the server is a worker of ours.</param>
internal sealed class UnitTable(ProgressRelay own, CheckpointRelay checkpoints, ILogger logger, Teller teller, SecretMask mask, bool isRaw)
{
    private readonly ConcurrentDictionary<string, UnitSinks> _units = new(StringComparer.Ordinal);

    /// <summary>Adds a unit, whose call is about to be sent.</summary>
    public UnitSinks Begin(UnitContext unit)
    {
        var sinks = new UnitSinks(unit, new(unit.Progress, logger, teller, mask), new(unit.Checkpoint, logger, mask, isRaw));
        _units[unit.UnitId] = sinks;
        return sinks;
    }

    /// <summary>Takes a unit out. What is said of it from now on is refused.</summary>
    public void End(UnitSinks sinks) => _units.TryRemove(KeyValuePair.Create(sinks.Id, sinks));

    /// <summary>Takes a checkpoint. It does not wait.</summary>
    public void TakeCheckpoint(ReadOnlyMemory<byte> parameters)
    {
        if (IdOf(parameters) is not { } id)
        {
            checkpoints.Take(parameters);
        }
        else if (_units.TryGetValue(id, out var sinks))
        {
            sinks.Checkpoints.Take(parameters);
        }
        else
        {
            logger.CheckpointRefused($"it is of the unit of work '{Excerpt.Of(mask.Apply(id))}', which the plugin does not run now: it has ended, or never was one. A checkpoint of the plugin itself has no 'unit_id'", Beginnings.Of(parameters.Span, mask.Apply));
        }
    }

    /// <summary>Takes what a worker reports. It does not wait. What is said of a unit that has ended goes nowhere.</summary>
    public void TakeProgress(ReadOnlyMemory<byte> parameters)
    {
        if (IdOf(parameters) is not { } id)
        {
            own.Take(parameters);
        }
        else if (_units.TryGetValue(id, out var sinks))
        {
            sinks.Progress.Take(parameters);
        }
    }

    /// <summary>Reads which unit something is said of; null for none.</summary>
    private static string? IdOf(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonText.Parse(parameters);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("unit_id", out var id) && id.ValueKind != JsonValueKind.Null
            ? id.ValueKind == JsonValueKind.String ? id.GetString() : id.GetRawText()
            : null;
    }
}
