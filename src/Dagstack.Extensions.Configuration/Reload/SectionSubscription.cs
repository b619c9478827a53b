using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Somebody who wants to know when a section changes.</summary>
internal abstract class SectionSubscription(string path)
{
    public string Path { get; } = path;

    /// <summary>Validates the section of a candidate, and remembers it if it differs.</summary>
    /// <param name="candidate">The version that may come.</param>
    /// <param name="changedSecrets">References whose values have changed.</param>
    /// <exception cref="ConfigException">The section does not fit.</exception>
    public abstract void Prepare(ConfigState candidate, IReadOnlySet<string> changedSecrets);

    /// <summary>Tells of the change that was prepared, if there is one.</summary>
    public abstract void Fire();
}
