using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Somebody who wants to know when a section changes.</summary>
internal abstract class SectionSubscription(string path)
{
    public string Path { get; } = path;

    /// <summary>Gets or sets a value indicating whether it has ended: it is told of nothing any more.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Validates the section of a candidate, and remembers it if it differs.</summary>
    /// <param name="candidate">The version that may come.</param>
    /// <param name="changedSecrets">References whose values have changed.</param>
    /// <exception cref="ConfigException">The section does not fit.</exception>
    public abstract void Prepare(ConfigState candidate, IReadOnlySet<string> changedSecrets);

    /// <summary>Takes over what was prepared.</summary>
    /// <returns>What tells of the change; null if there is none.</returns>
    public abstract Action? Accept();
}
