using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Saves the checkpoints that a server announces, one after the other, and hands the last ones over.</summary>
/// <remarks>See §8.3 of the plugin contract. A plugin that is faster than the store loses values that newer ones have replaced.</remarks>
/// <param name="checkpoint">The plugin's own.</param>
/// <param name="logger">The plugin's logger.</param>
/// <param name="mask">What is taken out of what is logged.</param>
/// <param name="isRaw">Whether the server has values as they are, which need not be JSON, and deletes some: a worker of ours.</param>
#pragma warning disable CA1001 // Its token has nothing to dispose.
internal sealed class CheckpointRelay(PluginCheckpoint checkpoint, ILogger logger, SecretMask mask, bool isRaw = false)
#pragma warning restore CA1001
{
    /// <summary>How many bytes may wait to be saved.</summary>
    private const int MaxWaiting = 16 * 1024 * 1024;

    /// <summary>How many bytes of saved checkpoints are handed over.</summary>
    private const int MaxHandedOver = 1024 * 1024;

    /// <summary>The same, where the plugin loads what it has saved by what was handed over.</summary>
    private const int MaxRaw = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly WaitingCheckpoints _waiting = new(MaxWaiting);
    private Task _saving = Task.CompletedTask;
    private bool _isSaving;
    private bool _isLosing;
    private bool _hasEnded;

    /// <summary>Takes a notification. It does not wait.</summary>
    public void Take(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonText.Parse(parameters);
        var root = document.RootElement;
        if (JsonText.Find(root, "key") is not { Length: > 0 } key || !TryRead(root, out var value))
        {
            logger.CheckpointRefused("a checkpoint is an object with 'key', a text, and 'value'", Beginnings.Of(parameters.Span, mask.Apply));
            return;
        }

        if (!TryPut(new(key, value, JsonText.Find(root, "version"))))
        {
            logger.CheckpointLost(Told(key), MaxWaiting);
        }
    }

    /// <summary>Gets what was saved, by key, each with its version; null if nothing was.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new JsonObject();
        var (most, left) = isRaw ? (MaxRaw, MaxRaw) : (MaxHandedOver, MaxHandedOver);
        await foreach (var key in checkpoint.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (await checkpoint.LoadVersionAsync(key, cancellationToken).ConfigureAwait(false) is not { } saved)
            {
                continue;
            }

            left -= saved.Value.Length;
            if (left < 0)
            {
                logger.CheckpointRefused($"all checkpoints together have more than the {most:N0} bytes that are handed over; this one and those after it are not", Told(key));
                break;
            }

            try
            {
                all[key] = isRaw ? new JsonObject { ["bytes"] = Convert.ToBase64String(saved.Value) } : new JsonObject { ["value"] = JsonNode.Parse(saved.Value), ["version"] = saved.Version };
            }
            catch (JsonException)
            {
                logger.CheckpointRefused("what is saved under this key is no JSON, as when the plugin ran in the host's process", Told(key));
            }
        }

        return all.Count == 0 ? null : all;
    }

    /// <summary>Saves what waits, and takes no more.</summary>
    /// <param name="cancellationToken">Gives up what is not saved yet: the next instance has checkpoints of its own.</param>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        Task saving;
        lock (_gate)
        {
            _hasEnded = true;
            saving = _saving;
        }

        try
        {
            await saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _givenUp.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads the value of a notification: null if the checkpoint is deleted.</summary>
    private bool TryRead(JsonElement root, out byte[]? value)
    {
        value = null;
        if (isRaw && root.TryGetProperty("deleted", out _))
        {
            return true;
        }

        if (isRaw)
        {
            return root.TryGetProperty("bytes", out var bytes) && bytes.ValueKind == JsonValueKind.String && bytes.TryGetBytesFromBase64(out value);
        }

        var isThere = root.TryGetProperty("value", out var json);
        value = isThere ? JsonSerializer.SerializeToUtf8Bytes(json, JsonElementContext.Default.JsonElement) : null;
        return isThere;
    }

    /// <summary>Lets one wait to be saved.</summary>
    /// <returns>False if it is lost, and nobody was told yet that some are.</returns>
    private bool TryPut(WaitingCheckpoint one)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return true;
            }

            if (!_waiting.TryPut(one))
            {
                (var wasLosing, _isLosing) = (_isLosing, true);
                return wasLosing;
            }

            if (!_isSaving)
            {
                _isSaving = true;
                _saving = Task.Run(SaveAllAsync);
            }

            return true;
        }
    }

    private bool TryNext([NotNullWhen(true)] out WaitingCheckpoint? one)
    {
        lock (_gate)
        {
            one = null;
            _isSaving = !_givenUp.IsCancellationRequested && _waiting.TryTake(out one);
            _isLosing &= !_isSaving;
            return _isSaving;
        }
    }

    private string Told(string key) => Excerpt.Of(mask.Apply(key));

    private async Task SaveAllAsync()
    {
        var unsaved = 0;
        while (TryNext(out var one))
        {
            try
            {
                if (one.Value is null)
                {
                    await checkpoint.DeleteAsync(one.Key, _givenUp.Token).ConfigureAwait(false);
                    continue;
                }

                _ = one.Version is { } version
                    ? await checkpoint.ReplaceAsync(one.Key, one.Value, version, _givenUp.Token).ConfigureAwait(false)
                    : await checkpoint.SaveAsync(one.Key, one.Value, _givenUp.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_givenUp.IsCancellationRequested)
            {
                unsaved++;
            }
            catch (Exception fault)
            {
                logger.CheckpointRefused(mask.Apply(ExceptionText.Of(fault)), Told(one.Key));
            }
        }

        if (_givenUp.IsCancellationRequested && (unsaved += _waiting.Count) > 0)
        {
            logger.CheckpointRefused("the time for it was over before the store had taken it", unsaved == 1 ? "1 checkpoint" : $"{unsaved} checkpoints");
        }
    }
}
