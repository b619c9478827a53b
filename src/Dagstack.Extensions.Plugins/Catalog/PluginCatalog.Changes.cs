using Dagstack.Extensions.Plugins.Discovery;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>Plugins that come, go and become others while the host runs. Only the planner changes the catalog; anybody may read it meanwhile.</content>
internal sealed partial class PluginCatalog
{
    private readonly Dictionary<PluginId, PluginEntry> _gone = [];

    /// <summary>Checks a plugin against this host.</summary>
    public PluginDefinition Define(FoundPlugin source)
    {
        var manifest = source.Manifest.Recheck(_options);
        return new(source, manifest, source.Id is { } id ? _contracts.GetValueOrDefault(id.Kind) : null, manifest.Runtime is { } runtime ? _runtimes[runtime] : null)
        {
            IsUntrusted = _trustedPublishers is { } trusted && !source.IsOfApplication && manifest.OfAnyHost is { } read && !TrustedPublishers.Trusts(trusted, read.Maintainer, read.Authors),
        };
    }

    /// <summary>Finds the plugin that a scan has found in a folder.</summary>
    public PluginEntry? OfFolder(string folder) => _entries.FirstOrDefault(entry => entry.Source.Found is not null && entry.Source.Folder == folder);

    /// <summary>Adds a plugin. One that was there before comes back as the same, so that who held it holds it again.</summary>
    public PluginEntry Add(PluginDefinition definition)
    {
        PluginEntry? entry = null;
        if (definition.Source.Id is { } id && _byId.ContainsKey(id) is false && _gone.Remove(id, out entry))
        {
            entry.Become(definition);
            entry.LetIn();
        }

        entry ??= Create(definition);
        lock (Gate)
        {
            _entries = Order(_entries.Append(entry));
        }

        Index();
        return entry;
    }

    /// <summary>Removes a plugin that has been stopped.</summary>
    public void Remove(PluginEntry entry)
    {
        if (entry.Source.Id is { } id && entry.Contract is not null)
        {
            _gone.TryAdd(id, entry);
        }

        lock (Gate)
        {
            _entries = [.. _entries.Where(other => other != entry)];
        }

        Index();
    }

    /// <summary>Finds plugins anew by their identities, when who can start has changed.</summary>
    public void Reindex() => Index();

    /// <summary>Tells whether a plugin is out only because of others that may have changed.</summary>
    public bool MayComeIn(PluginEntry entry) =>
        entry is { IsOut: true, Status: { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency or PluginErrorCodes.DependencyCycle or PluginErrorCodes.AmbiguousPlugin } }
        && !IsInConflict(entry, entry.Definition)
        && Complaint(entry, entry.Definition) is null;

    /// <summary>Says why a plugin could not be there beside those that are; null if it could.</summary>
    /// <param name="self">The plugin itself, if it is there already.</param>
    /// <param name="candidate">What it is to be.</param>
    public (PluginState State, string? Code, string Reason)? Complaint(PluginEntry? self, PluginDefinition candidate)
    {
        if (OwnComplaint(candidate) is { } own)
        {
            return own;
        }

        var manifest = candidate.Manifest!;
        List<PluginDefinition> others = [.. _entries.Where(entry => entry != self && !entry.IsOut && entry.Manifest is not null).SelectMany(static entry => Claims(entry))];
        if (others.Find(other => other.Manifest!.Id == manifest.Id) is { } twin)
        {
            return Conflict($"the identity '{manifest.Id}'", candidate, twin, "Remove one of them, or give it another name.");
        }

        var kind = others.FindAll(other => other.Manifest!.Id.Kind == manifest.Id.Kind);
        if (manifest.Fallback && kind.Find(static other => other.Manifest!.Fallback) is { } fallback)
        {
            return Conflict($"the fallback of the kind '{manifest.Id.Kind}'", candidate, fallback, "Leave 'fallback = true' to one of them.");
        }

        return NeedsLeader(manifest.Id.Kind)
            && _active.Find(manifest.Id.Kind) is null
            && kind.MaxBy(static other => other.Manifest!.Priority) is { } leader
            && leader.Manifest!.Priority == manifest.Priority
            ? Conflict($"being the active plugin of the kind '{manifest.Id.Kind}', at priority {manifest.Priority}", candidate, leader, $"Give one of them a higher 'priority', or choose one in 'dagstack:active:{manifest.Id.Kind}' of the configuration.")
            : null;
    }

    /// <summary>Gets what a plugin is, and what it is about to become.</summary>
    private static IEnumerable<PluginDefinition> Claims(PluginEntry entry) => entry.Candidate is { } candidate ? [entry.Definition, candidate] : [entry.Definition];

    private static (PluginState State, string? Code, string Reason) Conflict(string subject, PluginDefinition candidate, PluginDefinition other, string remedy) => (
        PluginState.Unavailable,
        PluginErrorCodes.AmbiguousPlugin,
        $"2 plugins claim {subject}: {other.Name} ({other.Source.Path ?? "given in code"}), which was there before, and {candidate.Name} ({candidate.Source.Path ?? "given in code"}). {remedy}");

    private PluginEntry Create(PluginDefinition definition) => new(definition, Gate, _changed, _time);

    private static PluginEntry[] Order(IEnumerable<PluginEntry> entries) =>
    [
        .. entries
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Source.Path, StringComparer.Ordinal),
    ];
}
