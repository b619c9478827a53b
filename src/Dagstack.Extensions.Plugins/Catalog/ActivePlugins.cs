using Dagstack.Extensions.Plugins.Discovery;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Which plugins the operator made the active ones of their kinds. See §5 of the plugin contract.</summary>
internal sealed class ActivePlugins
{
    private const string Prefix = "DAGSTACK_ACTIVE_";

    /// <summary>Replaced and never changed, so that it is read without a lock.</summary>
    private volatile Dictionary<string, ActiveChoice> _choices = new(StringComparer.Ordinal);

    /// <summary>Reads the choices: the configuration key that is named like the variable, then the variable, then the host's own settings.</summary>
    /// <param name="kinds">The kinds that are known.</param>
    /// <param name="configuration">The host's configuration, if it has one.</param>
    /// <param name="settings">The host's own settings.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    public ActivePlugins(IEnumerable<string> kinds, IConfiguration? configuration, HostSettings settings, Func<string, string?> variable)
    {
        var known = kinds.Order(StringComparer.Ordinal).ToList();
        foreach (var kind in known)
        {
            // The configuration mostly has the environment in it, and what was added after that is to win.
            var name = VariableOf(kind);
            var (configured, given) = (configuration?[name], variable(name));
            if ((Choose(kind, configured, configured == given ? ActivePluginChoice.Variable : ActivePluginChoice.Configuration, name)
                ?? Choose(kind, given, ActivePluginChoice.Variable, name)
                ?? Choose(kind, settings.Active(kind)?.Value, ActivePluginChoice.Configuration, settings.Active(kind)?.Path)) is { } choice)
            {
                _choices.Add(kind, choice);
            }
        }

        foreach (var unknown in settings.ActiveKinds.Where(key => !known.Exists(kind => FoldedName.Matches(key.Key, kind))))
        {
            Warnings.Add($"the configuration key {unknown.Path} chooses '{unknown.Value}', but there is no kind '{unknown.Key}'.{(NearNames.Find(unknown.Key, known) is { } near ? $" Did you mean '{near}'?" : string.Empty)} Known kinds: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    /// <summary>Gets the choices, ordinal by kind.</summary>
    public IEnumerable<ActiveChoice> Choices => _choices.Values;

    /// <summary>Gets what is worth a warning: choices for kinds that are not known, in settings that hosts may share.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets the variable by which the active plugin of a kind is chosen.</summary>
    public static string VariableOf(string kind) => Prefix + kind.ToUpperInvariant().Replace('-', '_');

    /// <summary>Finds the choice for a kind; null if priority decides.</summary>
    public ActiveChoice? Find(string kind) => _choices.GetValueOrDefault(kind);

    /// <summary>Chooses a plugin in place of whatever was chosen before. Only one thread at a time may do that.</summary>
    public void Choose(PluginId plugin) =>
        _choices = new(_choices, StringComparer.Ordinal) { [plugin.Kind] = new(plugin.Kind, plugin.Name, ActivePluginChoice.Call, Setting: null) };

    private static ActiveChoice? Choose(string kind, string? value, ActivePluginChoice by, string? setting)
    {
        var name = value?.Trim();
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        // The whole identity is what keys and lists have, and is taken too.
        return new(kind, name.StartsWith(kind + ":", StringComparison.Ordinal) ? name[(kind.Length + 1)..] : name, by, setting);
    }
}
