using System.Collections.Frozen;
using Dagstack.Extensions.Plugins.Dispatch;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>The functions of the tool plugins that served at one moment, by the names that they can be called by.</summary>
internal sealed class ToolMap
{
    private readonly FrozenDictionary<string, ToolEntry> _byName;

    /// <param name="serving">The plugins that were asked.</param>
    /// <param name="entries">What they have, by priority of plugins, then their names, then their own order.</param>
    /// <param name="silent">The plugins that have not answered, each with the reason.</param>
    public ToolMap(ServingMembers serving, IReadOnlyList<ToolEntry> entries, IReadOnlyList<string> silent)
    {
        Serving = serving;
        Silent = silent;

        // Names of plugins have no dots, so a qualified name means one function only, whatever functions are called.
        var byName = entries.ToDictionary(static entry => entry.QualifiedName, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byName.TryAdd(entry.Name, entry);
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Functions = [.. entries.Select(entry => entry.Describe(byName[entry.Name] == entry ? entry.Name : entry.QualifiedName))];
    }

    public ServingMembers? Serving { get; }

    public IReadOnlyList<string> Silent { get; }

    public IReadOnlyList<ToolFunction> Functions { get; }

    public IEnumerable<string> Names => _byName.Keys;

    public ToolEntry? Find(string function) => _byName.GetValueOrDefault(function);
}
