using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Runtimes;

/// <summary>The runtimes of one host, by their names.</summary>
internal sealed class RuntimeSet : ICodeFiles
{
    private readonly Dictionary<string, PluginRuntime> _byName = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two have one name, or a name that no manifest can give.</exception>
    public RuntimeSet(IEnumerable<PluginRuntime> runtimes)
    {
        foreach (var runtime in runtimes)
        {
            if (!PluginId.IsValidPart(runtime.Name))
            {
                throw new InvalidOperationException($"The runtime {runtime.GetType().FullName} calls itself '{runtime.Name}', which no manifest can give under 'runtime'. Use lower-case letters, digits and '_'.");
            }

            if (!_byName.TryAdd(runtime.Name, runtime))
            {
                throw new InvalidOperationException($"Two runtimes are called '{runtime.Name}': {_byName[runtime.Name].GetType().FullName} and {runtime.GetType().FullName}. Register one of them.");
            }
        }
    }

    /// <summary>Gets the names, which manifests may give.</summary>
    public IReadOnlySet<string> Names => _byName.Keys.ToHashSet(StringComparer.Ordinal);

    public PluginRuntime this[string name] => _byName[name];

    public bool IsCode(string path) =>
        Path.GetFileName(path) is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName || _byName.Values.Any(runtime => runtime.IsCode(path));

    public string? ComplaintOf(string path) =>
        _byName.Values.Where(runtime => runtime.IsCode(path)).Select(runtime => runtime.FindComplaint(path)).FirstOrDefault(static complaint => complaint is not null);
}
