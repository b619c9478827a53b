namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>How calls of each kind go, as all calls of AddDagstackPlugins have said it.</summary>
internal sealed class KindSettings
{
    private readonly Dictionary<string, PluginKindOptions> _options = new(StringComparer.Ordinal);

    /// <summary>Gets the kinds of which something was said.</summary>
    public IEnumerable<string> Kinds => _options.Keys;

    /// <summary>Gets how calls of a kind go.</summary>
    public PluginKindOptions Of(string kind) => _options.GetValueOrDefault(kind) ?? new();

    public void Add(string kind, Action<PluginKindOptions> configure)
    {
        if (!_options.TryGetValue(kind, out var given))
        {
            _options.Add(kind, given = new());
        }

        configure(given);
    }
}
