using System.ComponentModel;

namespace Dagstack.Extensions.Plugins;

/// <summary>The values of a manifest, or of a table in it, by their keys: how the host makes a manifest of a file, and looks through one that was made in code.</summary>
/// <remarks>Values have the types of the properties; choices may be the text of the file, and tables are values again.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ManifestValues
{
    /// <summary>The keys that begin with <c>x-</c>, together; a key of this name is in no file.</summary>
    internal const string Extensions = "x-";

    private readonly Dictionary<string, object> _values = [];

    /// <summary>Gets or sets the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <value>Null for a key that is not there, and has its default.</value>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set
        {
            if (value is not null)
            {
                _values[key] = value;
            }
        }
    }

    /// <summary>Gets the values of a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <returns>The values; those that are null in the manifest are not there.</returns>
    public static ManifestValues Of(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.ToValues();
    }

    /// <summary>Makes the manifest that has these values.</summary>
    /// <param name="runtimeSettings">The table of its runtime; null if it has none.</param>
    /// <returns>The manifest.</returns>
    public PluginManifest ToManifest(IReadOnlyDictionary<string, object?>? runtimeSettings = null) =>
        runtimeSettings is null ? new(this) : new(this) { RuntimeSettings = runtimeSettings };

    internal T Get<T>(string key, T byDefault) => _values.TryGetValue(key, out var value) ? (T)value : byDefault;

    /// <summary>Gets a choice, whose text is the name of the member in snake case.</summary>
    internal T Choice<T>(string key, T byDefault)
        where T : struct, Enum => _values.TryGetValue(key, out var value)
        ? value as T? ?? Enum.Parse<T>(((string)value).Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true)
        : byDefault;

    internal ManifestValues? Table(string key) => (ManifestValues?)this[key];
}
