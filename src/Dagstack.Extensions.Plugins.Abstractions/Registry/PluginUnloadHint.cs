namespace Dagstack.Extensions.Plugins;

/// <summary>Something that may keep the code of a plugin in memory after it was stopped.</summary>
/// <remarks>See docs/hot-reload.md for each cause and its remedy.</remarks>
public sealed class PluginUnloadHint
{
    /// <summary>Gets the cause, one of <see cref="PluginUnloadCauses"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>Gets a value indicating whether the reference was found, in which case <see cref="Place"/> is the way to it. Otherwise the plugin's code uses what often is the cause.</summary>
    public bool IsFound { get; init; }

    /// <summary>Gets where it is: the references from a root to the plugin, or the member of the plugin that uses it.</summary>
    public required string Place { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>Returns the cause, the place and the remedy.</summary>
    public override string ToString() => $"{Cause}: {(IsFound ? "held by" : "perhaps by")} {Place.TrimEnd('.')}. {Remedy}";
}
