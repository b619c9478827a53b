namespace Dagstack.Extensions.Plugins;

/// <summary>A value that was saved as a checkpoint, and which version of it this is.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>See §9 of the plugin contract.</remarks>
/// <param name="value">The value.</param>
/// <param name="version">The version, which is compared and has no other meaning.</param>
public sealed class SavedCheckpoint<T>(T value, string version)
{
    /// <summary>Gets the value.</summary>
    public T Value { get; } = value;

    /// <summary>Gets the version, to be named by <see cref="PluginCheckpoint.ReplaceAsync(string, ReadOnlyMemory{byte}, string?, CancellationToken)"/>.</summary>
    /// <value>It is compared, and has no other meaning. Equal contents may have one version.</value>
    public string Version { get; } = version ?? throw new ArgumentNullException(nameof(version));
}
