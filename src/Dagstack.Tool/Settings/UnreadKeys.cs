using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;

namespace Dagstack.Tool.Settings;

/// <summary>Finds keys of the sections of plugins that nobody reads: of plugins that are not there, and those that neither a plugin's <c>config_schema</c> nor its options have.</summary>
/// <param name="plugins">The plugins of the host.</param>
/// <param name="kinds">The kinds of which it knows the contract.</param>
internal sealed class UnreadKeys(IReadOnlyList<PluginStatus> plugins, IEnumerable<string> kinds)
{
    /// <summary>What may follow the name of a duration.</summary>
    private static readonly string[] s_units = ["s", "sec", "seconds", "ms", "milliseconds", "min", "minutes"];

    private readonly Dictionary<PluginId, KnownKeys> _known = [];

    /// <summary>Finds them, each section and each key once.</summary>
    public IReadOnlyList<SettingProblem> Find(IReadOnlyList<Setting> settings)
    {
        PluginId[] ids = [.. plugins.Select(static plugin => plugin.Id).OfType<PluginId>().Distinct()];
        string[] known = [.. kinds.Concat(ids.Select(static id => id.Kind)).Distinct()];
        return [.. settings.Select(setting => Check(setting, setting.Segments, ids, known)).OfType<SettingProblem>().DistinctBy(static problem => problem.Key)];
    }

    private SettingProblem? Check(Setting setting, string[] segments, PluginId[] ids, string[] kinds)
    {
        if (segments is not [var first, var second, .. var rest])
        {
            return null;
        }

        if (Array.Find(kinds, kind => FoldedName.Matches(kind, first)) is not { } kind)
        {
            return OtherKind(setting, first, second, ids, kinds);
        }

        var names = ids.Where(id => id.Kind == kind).Select(static id => id.Name).ToArray();
        return Array.Find(names, name => FoldedName.Matches(name, second)) is { } name
            ? CheckKey(setting, segments, rest, new(kind, name))
            : Problem(setting, $"{first}:{second}", $"is the section of no plugin: there is no {kind} '{second}' in the folders.", NearNames.Find(second, names));
    }

    private SettingProblem? CheckKey(Setting setting, string[] segments, string[] rest, PluginId id)
    {
        var known = KnownOf(id);
        if (known.Schema is { } schema)
        {
            return SchemaKeys.FindUnknown(schema, rest) is var (depth, keys)
                ? Problem(setting, string.Join(':', segments[..(depth + 3)]), $"is not read: the config_schema of {id} has no such key.", NearNames.Find(rest[depth], keys))
                : null;
        }

        return rest is [var key, ..] && known.Names is { } options && !options.Any(name => FoldedName.Matches(name, key) || s_units.Any(unit => FoldedName.Matches($"{name}_{unit}", key)))
            ? Problem(setting, string.Join(':', segments[..3]), $"is not read: the options of {id} have no such key.", NearNames.Find(key, [.. options.Select(static name => string.Join('_', NameWords.Of(name)))]))
            : null;
    }

    /// <summary>A section of a kind that is nearly one, with the name of a plugin of it.</summary>
    private static SettingProblem? OtherKind(Setting setting, string first, string second, PluginId[] ids, string[] kinds) =>
        NearNames.FindCertain(first, kinds, letters: 2) is { } near && ids.Any(id => id.Kind == near && FoldedName.Matches(id.Name, second))
            ? Problem(setting, $"{first}:{second}", "is the section of no plugin: there is no such kind.", $"{near}:{second}")
            : null;

    private static SettingProblem Problem(Setting setting, string key, string what, string? near) =>
        new(key, setting.Source, setting.Line, setting.Column, $"'{key}' {what} {(near is null ? "Remove it, unless the application itself has given what reads it." : $"Did you mean '{near}'?")}");

    private KnownKeys KnownOf(PluginId id)
    {
        if (!_known.TryGetValue(id, out var known))
        {
            // Of two with one identity, neither is meant.
            known = plugins.Where(plugin => plugin.Id == id).ToArray() is [{ Path: { } path }] && ManifestSearch.Read(path).Manifest is { } manifest
                ? new(manifest.ConfigSchema is { Count: > 0 } schema ? schema : null, manifest.EntryPoint is { } entryPoint ? OptionKeys.Find(Path.GetDirectoryName(path)!, entryPoint) : null)
                : new(null, null);
            _known[id] = known;
        }

        return known;
    }

    /// <summary>Which keys a plugin has.</summary>
    /// <param name="Schema">What its manifest says; null if it does not.</param>
    /// <param name="Names">What its options have; null if that is not known.</param>
    private sealed record KnownKeys(IReadOnlyDictionary<string, object?>? Schema, IReadOnlyList<string>? Names);
}
