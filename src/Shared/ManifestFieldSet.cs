namespace Dagstack.Extensions.Shared;

/// <summary>The keys that a table of a manifest may have, in the order in which a reader meets them in the documentation.</summary>
internal sealed class ManifestFieldSet
{
    public static readonly ManifestFieldSet None = new();

    private readonly Dictionary<string, ManifestField> _byKey;

    public ManifestFieldSet(params ManifestField[] fields)
    {
        Fields = fields;
        Keys = [.. fields.Select(static field => field.Key)];
        _byKey = fields.ToDictionary(static field => field.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<ManifestField> Fields { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>Gets a value indicating whether other keys are passed over with a warning; elsewhere they are errors.</summary>
    public bool TakesOthers { get; init; }

    /// <summary>Gets the row of a key that is known to have one.</summary>
    public ManifestField this[string key] => _byKey[key];

    /// <summary>Finds the row of a key.</summary>
    /// <returns>The row, or null if the key is unknown.</returns>
    public ManifestField? Find(string key) => _byKey.TryGetValue(key, out var field) ? field : null;
}
