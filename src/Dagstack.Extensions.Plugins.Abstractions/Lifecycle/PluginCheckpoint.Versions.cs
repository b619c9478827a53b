using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins;

/// <content>Versions: for those that share a checkpoint with others, and must not undo what these saved.</content>
public abstract partial class PluginCheckpoint
{
    /// <summary>Loads a value and the version of it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value with its version, or null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<SavedCheckpoint<byte[]>?> LoadVersionAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return LoadCoreAsync(key, cancellationToken);
    }

    /// <summary>Loads a value that was saved as JSON, and the version of it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="typeInfo">How it is read, from the plugin's source-generated context.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>The value with its version, or null if there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    /// <exception cref="JsonException">What is there is not the JSON of a <typeparamref name="T"/>.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<SavedCheckpoint<T?>?> LoadVersionAsync<T>(string key, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        ArgumentNullException.ThrowIfNull(typeInfo);
        return ReadAsync(key, typeInfo, cancellationToken);
    }

    /// <summary>Saves a value in place of a version that the caller knows, and of no other.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value. It may be reused once the task has completed.</param>
    /// <param name="version">The version to be replaced, as loading and saving give it; null if there is to be none.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>The version that is there once the value is saved.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    /// <exception cref="CheckpointConflictException">Another version is there: the value was not saved.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<string> ReplaceAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return ReplaceCoreAsync(key, value, version, cancellationToken);
    }

    /// <summary>Saves a value as JSON in place of a version that the caller knows, and of no other.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written, from the plugin's source-generated context.</param>
    /// <param name="version">The version to be replaced, as loading and saving give it; null if there is to be none.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>The version that is there once the value is saved.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    /// <exception cref="CheckpointConflictException">Another version is there: the value was not saved.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<string> ReplaceAsync<T>(string key, T value, JsonTypeInfo<T> typeInfo, string? version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return ReplaceAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo), version, cancellationToken);
    }

    private async Task<SavedCheckpoint<T?>?> ReadAsync<T>(string key, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken)
    {
        if (await LoadCoreAsync(key, cancellationToken).ConfigureAwait(false) is not { } saved)
        {
            return null;
        }

        try
        {
            return new(JsonSerializer.Deserialize(saved.Value, typeInfo), saved.Version);
        }
        catch (JsonException fault)
        {
            throw new JsonException($"The checkpoint '{key}' is not the JSON of a {typeof(T)}: {fault.Message} Delete it, or save it again in the present form.", fault.Path, fault.LineNumber, fault.BytePositionInLine, fault);
        }
    }
}
