using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Takes units in.</summary>
internal static class UnitIntake
{
    private const int MaxKeyLength = 1_024;

    /// <summary>Who waits longer waits for ever: clocks end somewhere.</summary>
    private static readonly TimeSpan s_forEver = TimeSpan.FromDays(36_500);

    /// <summary>Takes a unit in, or finds the one that does the same.</summary>
    /// <exception cref="UnitRefusedException">It cannot be run as it was asked for.</exception>
    public static async ValueTask<EnqueueResult> EnqueueAsync(EngineDoor door, IPluginUnits plugins, string name, JsonElement args, UnitOptions options, CancellationToken cancellationToken)
    {
        var engine = door.Engine;
        var begun = engine.Parts.Time.GetTimestamp();
        var plugin = plugins.Find(name);
        Check(name, plugin, args, options);
        var unit = Make(engine, plugin, name, args, options);
        var result = await UnitCalls.WriteAsync(door, unit, cancellationToken).ConfigureAwait(false);
        var isThere = result.Outcome == UnitWriteOutcome.Deduplicated;
        UnitMeter.Enqueued.Count(new("plugin", unit.Plugin), new("deduplicated", isThere));
        UnitMeter.EnqueueDuration.Measure(engine.Parts.Time.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("plugin", unit.Plugin));
        return new() { UnitId = result.Value ?? unit.UnitId, Deduplicated = isThere };
    }

    private static NewUnit Make(UnitEngine engine, UnitPlugin plugin, string name, JsonElement args, UnitOptions options)
    {
        var mode = plugin.Manifest.UnitOfWork.IdempotencyMode;
        var hashes = options.IdempotencyKey is null ? mode != PluginIdempotencyMode.None : mode == PluginIdempotencyMode.OutputHash;
        return new()
        {
            UnitId = Guid.CreateVersion7(engine.Parts.Time.GetUtcNow()).ToString(),
            Plugin = plugin.Id.ToString(),
            Args = Encoding.UTF8.GetBytes(args.GetRawText()),
            PartitionKey = options.PartitionKey ?? PartitionOf(plugin, name, args),
            IdempotencyKey = options.IdempotencyKey,
            InputHash = hashes ? HashOf(plugin, name, args) : null,
            IsUniqueByInput = options.IdempotencyKey is null && mode == PluginIdempotencyMode.InputHash,
            ExpiresIn = options.ExpiresAfter < s_forEver ? options.ExpiresAfter : null,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } span ? span.Id : null,
            Metadata = StoredMetadata.OfCaller(),
        };
    }

    private static void Check(string name, UnitPlugin plugin, JsonElement args, UnitOptions options)
    {
        var problems = plugin.CheckArguments(args);
        if (problems.Count > 0)
        {
            throw new UnitRefusedException(name, $"The arguments of the unit do not fit the plugin '{plugin.Id}':{string.Concat(problems.Select(static problem => $"\n- {problem}"))}");
        }

        CheckKey(name, nameof(UnitOptions.IdempotencyKey), options.IdempotencyKey);
        CheckKey(name, nameof(UnitOptions.PartitionKey), options.PartitionKey);
        if (options.ExpiresAfter is { } expires && expires <= TimeSpan.Zero)
        {
            throw new UnitRefusedException(name, $"{nameof(UnitOptions.ExpiresAfter)} is {expires}, and no unit could be started in no time. Give it more than zero, or none for a unit that waits for ever.");
        }
    }

    private static void CheckKey(string name, string what, string? key)
    {
        if (key is not null && (key.Length is 0 or > MaxKeyLength || key.Contains('\0', StringComparison.Ordinal)))
        {
            var found = key.Length == 0 ? "is empty" : key.Length > MaxKeyLength ? $"has {key.Length} characters" : "has a NUL in it";
            throw new UnitRefusedException(name, $"{what} {found} ('{Excerpt.Of(key)}'). It has from 1 to {MaxKeyLength:N0} characters, and no NUL among them; take a hash of what is longer.");
        }
    }

    private static string? PartitionOf(UnitPlugin plugin, string name, JsonElement args)
    {
        if (plugin.Manifest.UnitOfWork.PartitionKey is not { } field)
        {
            return null;
        }

        var key = args.TryGetProperty(field, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => CanonicalJson.NumberOf(value.GetRawText()),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            }
            : null;
        if (key is null)
        {
            var found = value.ValueKind switch
            {
                JsonValueKind.Undefined => "it is not there",
                JsonValueKind.Null => "it is null",
                _ => "it is an object or an array",
            };
            throw new UnitRefusedException(name, $"The argument '{field}' of the unit says which partition it is of, as the manifest of the plugin '{plugin.Id}' has it (unit_of_work.partition_key), and {found}. Give it text, a number, true or false, or name the partition by {nameof(UnitOptions)}.{nameof(UnitOptions.PartitionKey)}.");
        }

        CheckKey(name, $"The argument '{field}', which says which partition the unit is of,", key);
        return key;
    }

    private static string HashOf(UnitPlugin plugin, string name, JsonElement args)
    {
        try
        {
            return UnitHash.OfInput(plugin.Manifest, args);
        }
        catch (InvalidOperationException fault)
        {
            throw new UnitRefusedException(name, $"The arguments of the unit cannot be compared with those of others, as the plugin '{plugin.Id}' has it (unit_of_work.idempotency_mode): a text in them is none, since half of a surrogate pair is in it. Correct it, or give the unit an {nameof(UnitOptions.IdempotencyKey)}.", fault);
        }
    }
}
