using System.Collections;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>What a log keeps with each message of a plugin: its name, kind and version, and the tenant and request of the call that it is in.</summary>
internal sealed class PluginLogScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _values;

    public PluginLogScope(PluginManifest plugin, IReadOnlyDictionary<string, object?> call)
    {
        _values = [new("plugin.name", plugin.Id.Name), new("plugin.kind", plugin.Id.Kind)];
        if (plugin.Version is { } version)
        {
            _values.Add(new("plugin.version", version));
        }

        foreach (var key in new[] { CallMetadata.TenantId, CallMetadata.RequestId })
        {
            if (call.TryGetValue(key, out var value))
            {
                _values.Add(new(key, value));
            }
        }
    }

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes the values for logs that keep text only.</summary>
    public override string ToString() => string.Join(' ', _values.Select(static pair => $"{pair.Key}:{pair.Value}"));
}
