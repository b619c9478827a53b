using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Saves the checkpoints that a server announces, one after the other, and hands the last ones over.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
internal sealed class CheckpointRelay
{
    /// <summary>How many may wait to be saved. A plugin that is faster than the store loses the oldest ones, which newer ones replace.</summary>
    private const int MaxWaiting = 1000;

    /// <summary>How many bytes of saved checkpoints are handed over.</summary>
    private const int MaxHandedOver = 1024 * 1024;

    private readonly PluginCheckpoint _checkpoint;
    private readonly ILogger _logger;
    private readonly Channel<SavedValue> _waiting;
    private readonly Task _saving;

    public CheckpointRelay(PluginCheckpoint checkpoint, ILogger logger)
    {
        (_checkpoint, _logger) = (checkpoint, logger);
        _waiting = Channel.CreateBounded<SavedValue>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, lost => logger.CheckpointLost(Excerpt.Of(lost.Key), MaxWaiting));
        _saving = Task.Run(SaveAllAsync);
    }

    /// <summary>Takes a notification. It does not wait.</summary>
    public void Take(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || JsonText.Find(root, "key") is not { Length: > 0 } key || !root.TryGetProperty("value", out var value))
        {
            _logger.CheckpointRefused("a checkpoint is an object with 'key', a text, and 'value'", LineInbox.Beginning(parameters.Span));
            return;
        }

        _waiting.Writer.TryWrite(new(key, JsonSerializer.SerializeToUtf8Bytes(value, JsonElementContext.Default.JsonElement), JsonText.Find(root, "version")));
    }

    /// <summary>Gets what was saved, by key, each with its version; null if nothing was.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new JsonObject();
        var left = MaxHandedOver;
        await foreach (var key in _checkpoint.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (await _checkpoint.LoadVersionAsync(key, cancellationToken).ConfigureAwait(false) is not { } saved)
            {
                continue;
            }

            left -= saved.Value.Length;
            if (left < 0)
            {
                _logger.CheckpointRefused($"all checkpoints together have more than the {MaxHandedOver:N0} bytes that are handed over; this one and those after it are not", Excerpt.Of(key));
                break;
            }

            try
            {
                all[key] = new JsonObject { ["value"] = JsonNode.Parse(saved.Value), ["version"] = saved.Version };
            }
            catch (JsonException)
            {
                _logger.CheckpointRefused("what is saved under this key is no JSON, as when the plugin ran in the host's process", Excerpt.Of(key));
            }
        }

        return all.Count == 0 ? null : all;
    }

    /// <summary>Saves what waits, and takes no more.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SaveAllAsync()
    {
        await foreach (var one in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                _ = one.Version is { } version
                    ? await _checkpoint.ReplaceAsync(one.Key, one.Value, version).ConfigureAwait(false)
                    : await _checkpoint.SaveAsync(one.Key, one.Value).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                _logger.CheckpointRefused(ExceptionText.Of(fault), Excerpt.Of(one.Key));
            }
        }
    }

    private readonly record struct SavedValue(string Key, byte[] Value, string? Version);
}
