namespace Dagstack.Extensions.Plugins;

/// <summary>A checkpoint was not replaced, since it is not the version any more that the caller knew.</summary>
/// <remarks>Load it again, and decide what its value should be now. See §9 of the plugin contract.</remarks>
public sealed class CheckpointConflictException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="CheckpointConflictException"/> class.</summary>
    /// <param name="key">The key of the checkpoint.</param>
    /// <param name="expected">The version that was to be replaced; null for none.</param>
    /// <param name="found">The version that is there; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public CheckpointConflictException(string key, string? expected, string? found)
        : base($"The checkpoint '{key}' was not replaced: {Say(found)} there, and {Say(expected)} expected. {Advice(found)}")
    {
        ArgumentNullException.ThrowIfNull(key);
        (Key, Expected, Found) = (key, expected, found);
    }

    /// <summary>Gets the key of the checkpoint.</summary>
    public string Key { get; }

    /// <summary>Gets the version that was to be replaced; null for none.</summary>
    public string? Expected { get; }

    /// <summary>Gets the version that was there; null for none.</summary>
    public string? Found { get; }

    private static string Advice(string? found) => found is null
        ? "It has been deleted meanwhile. Save it with null for the version, if it is to be there again."
        : $"Somebody else has saved it meanwhile. Load it again with {nameof(PluginCheckpoint.LoadVersionAsync)}, and replace the version that comes with it.";

    private static string Say(string? version) => version is null ? "none is" : $"the version '{version}' is";
}
