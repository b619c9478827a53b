using Dagstack.Extensions.Plugins.Files;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Runtimes;

/// <summary>The runtimes of one host, by their names.</summary>
internal sealed class RuntimeSet : ICodeFiles
{
    private readonly Dictionary<string, HostedRuntime> _byName = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two have one name, or a name that no manifest can give.</exception>
    public RuntimeSet(IEnumerable<PluginRuntime> runtimes, ILogger logger)
    {
        foreach (var runtime in runtimes.Select(runtime => new HostedRuntime(runtime, logger)))
        {
            if (runtime.Name is not { } name || !(ManifestRuntimes.BuiltIn.Contains(name) || ManifestRuntimes.IsForeignName(name)))
            {
                throw new InvalidOperationException($"The runtime {runtime.TypeName} calls itself '{runtime.Name}', which no manifest can give under 'runtime'. Use lower-case letters, digits and '_', and no key of [plugin].");
            }

            if (!_byName.TryAdd(name, runtime))
            {
                throw new InvalidOperationException($"Two runtimes are called '{name}': {_byName[name].TypeName} and {runtime.TypeName}. Register one of them.");
            }
        }
    }

    /// <summary>Gets the names, which manifests may give.</summary>
    public IReadOnlySet<string> Names => _byName.Keys.ToHashSet(StringComparer.Ordinal);

    public HostedRuntime this[string name] => _byName[name];

    public bool IsCode(string path) =>
        CodeFiles.IsManifest(path) || _byName.Values.Any(runtime => runtime.IsCode(plugin: null, path));

    public string? ComplaintOf(string folder, string path) =>
        _byName.Values.Select(runtime => runtime.ComplaintOf(plugin: null, folder, path)).FirstOrDefault(static complaint => complaint is not null);
}
