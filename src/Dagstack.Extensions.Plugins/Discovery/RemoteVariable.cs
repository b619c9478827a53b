namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>The manifests of the variable <c>DAGSTACK_REMOTE_PLUGINS</c>: a JSON array of them, or paths of files, separated as in <c>PATH</c>.</summary>
/// <param name="contentRoot">What relative paths count against, those in the manifests of an array too.</param>
internal sealed class RemoteVariable(string contentRoot) : RemoteList
{
    public const string Variable = "DAGSTACK_REMOTE_PLUGINS";

    public override string Name => $"the variable {Variable}";

    public override IEnumerable<DiscoveredPlugin> Find()
    {
        var value = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Trim();
        return value.StartsWith('[') ? FromArray(value)
            : value.StartsWith('{') ? [Refuse(Variable, "it is one JSON object, and has to be an array of manifests. Put brackets around it: [{…}].")]
            : value.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(path => ReadNamed(path, contentRoot));
    }

    private IEnumerable<DiscoveredPlugin> FromArray(string text)
    {
        var (items, fault) = JsonItems.Split(text);
        for (var i = 0; i < items.Count; i++)
        {
            yield return new(PluginManifestLoader.ParseRemote(items[i], ManifestFormat.Json, $"{Variable}[{i}]")) { Folder = contentRoot };
        }

        if (fault is not null)
        {
            yield return Refuse(Variable, $"{fault} What could be read before that is taken.");
        }
    }
}
