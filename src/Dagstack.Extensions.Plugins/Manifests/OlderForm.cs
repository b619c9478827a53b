namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Reads the older form of a manifest, which has keys of the tables of runtimes directly under <c>[plugin]</c>.</summary>
internal sealed class OlderForm(ManifestTable plugin, ManifestFieldReader reader, ManifestProblemList problems)
{
    private Dictionary<string, ManifestValues>? _tables;

    /// <summary>Tells whether keys of the older form stand for a table: those that the table must have.</summary>
    public static bool StandsFor(ManifestField table, ManifestTable plugin) => ManifestFields.Plugin.Fields.Any(older =>
        older.NewTable == table.Key && older.NewKey is { } key && table.Fields[key].IsRequired && plugin.Find(older.Key) is not null);

    /// <summary>Reads a key, or refuses it beside the table that has it now.</summary>
    public void Read(ManifestField field, ManifestNode node)
    {
        if (plugin.Find(field.NewTable!) is { Kind: ManifestNodeKind.Table })
        {
            var (path, table) = (plugin.PathOf(field.Key), plugin.PathOf(field.NewTable!));
            problems.Add($"'{path}' is the older form of a key of '{table}', which is there too. Move it to there.", path, node.KeyLine, node.KeyColumn, field.Key, $"only '{table}'");
            return;
        }

        _tables ??= new(StringComparer.Ordinal);
        if (!_tables.TryGetValue(field.NewTable!, out var values))
        {
            _tables.Add(field.NewTable!, values = new());
        }

        var value = reader.Read(plugin, field, node);
        if (field.NewKey is { } newKey)
        {
            values[newKey] = value;
            return;
        }

        foreach (var inner in field.Fields.Fields.Where(static inner => inner.NewKey is not null))
        {
            values[inner.NewKey!] = (value as ManifestValues)?[inner.Key];
        }
    }

    /// <summary>Adds the tables that could be made of the keys.</summary>
    public void AddTo(ManifestValues manifest)
    {
        foreach (var (key, values) in _tables ?? [])
        {
            if (ManifestFields.Plugin[key].Fields.Fields.All(field => !field.IsRequired || reader.IsReplaced(field) || values[field.Key] is not null))
            {
                manifest[key] = values;
            }
        }
    }
}
