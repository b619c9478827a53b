namespace Dagstack.Extensions.Plugins;

/// <summary>Another plugin that must be ready before this one starts.</summary>
public sealed record PluginDependency
{
    /// <summary>Creates a dependency.</summary>
    /// <param name="name">The name of the other plugin.</param>
    /// <param name="kind">Its kind; null if the name is unique across all kinds.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public PluginDependency(string name, string? kind = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Kind = kind;
    }

    /// <summary>Gets the kind of the other plugin.</summary>
    /// <value>Null when the manifest gives the bare name, which must then be unique across kinds.</value>
    public string? Kind { get; }

    /// <summary>Gets the name of the other plugin.</summary>
    public string Name { get; }

    /// <summary>Returns <c>kind:name</c>, or the bare name.</summary>
    /// <returns>The dependency as text.</returns>
    public override string ToString() => Kind is null ? Name : $"{Kind}:{Name}";
}
