using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins;

/// <summary>Where a plugin keeps how far a long operation has come, to go on from there after a restart.</summary>
/// <remarks>
/// Keys follow the rules of <see cref="BlobStore"/>. A value is seen whole or not at all, and what a completed save has stored is what the next
/// load gives. May be used by several threads. See §7 and §9 of the plugin contract.
/// </remarks>
public abstract partial class PluginCheckpoint
{
    private const string Justification = "The overloads differ in a required parameter, so adding to one of them cannot capture calls of the other.";

    /// <summary>Saves a value in place of what was there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value. It may be reused once the task has completed.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>The version that is there once the value is saved.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<string> SaveAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return SaveCoreAsync(key, value, cancellationToken);
    }

    /// <summary>Saves a value as JSON in place of what was there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written, from the plugin's source-generated context.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>The version that is there once the value is saved.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task<string> SaveAsync<T>(string key, T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return SaveAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo), cancellationToken);
    }

    /// <summary>Loads a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value, or null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public async Task<byte[]?> LoadAsync(string key, CancellationToken cancellationToken = default) => (await LoadVersionAsync(key, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>Loads a value that was saved as JSON.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="typeInfo">How it is read, from the plugin's source-generated context.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <typeparam name="T">The type of the value. Take a nullable one to tell a number that is 0 from one that is not there.</typeparam>
    /// <returns>The value, or the default of <typeparamref name="T"/> if there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    /// <exception cref="JsonException">What is there is not the JSON of a <typeparamref name="T"/>.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public async Task<T?> LoadAsync<T>(string key, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        await LoadVersionAsync(key, typeInfo, cancellationToken).ConfigureAwait(false) is { } saved ? saved.Value : default;

    /// <summary>Deletes a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if this call deleted it, false if there was none.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return DeleteCoreAsync(key, cancellationToken);
    }

    /// <summary>Lists the keys that begin with a text.</summary>
    /// <param name="prefix">What they begin with; empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys in ordinal order.</returns>
    /// <exception cref="ArgumentException">No key can begin with <paramref name="prefix"/>.</exception>
    public IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalidPrefix(prefix);
        return ListCoreAsync(prefix, cancellationToken);
    }

    /// <summary>Saves a value, whole or not at all.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="value">The value, not to be used after the task has completed.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>The version that is there once the value is saved.</returns>
    protected abstract Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Saves a value in place of one version, whole or not at all; nothing else is saved under the key between the comparison and that.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="value">The value, not to be used after the task has completed.</param>
    /// <param name="version">The version to be replaced; null if there is to be none.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>The version that is there once the value is saved.</returns>
    /// <exception cref="CheckpointConflictException">Another version is there.</exception>
    protected abstract Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken);

    /// <summary>Loads a value.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value and its version, or null if there is none.</returns>
    protected abstract Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes a value.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if this call deleted it.</returns>
    protected abstract Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists the keys that begin with a text.</summary>
    /// <param name="prefix">The beginning of a valid key, or empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys in ordinal order.</returns>
    protected abstract IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken);
}
