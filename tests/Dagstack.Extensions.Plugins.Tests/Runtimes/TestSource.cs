namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Finds plugins of the runtime <c>test</c>.</summary>
/// <param name="names">Their names, as they are when they are asked for.</param>
/// <param name="more">More lines of their manifests.</param>
internal sealed class TestSource(Func<IEnumerable<string>> names, Func<string>? more = null) : IPluginSource
{
    public int Asked { get; private set; }

    public IEnumerable<DiscoveredPlugin> Find()
    {
        Asked++;
        foreach (var name in names())
        {
            yield return new(PluginManifestLoader.Parse(
                $"""
                [plugin]
                name = "{name}"
                kind = "greeter"
                runtime = "test"
                core_version = "*"
                {more?.Invoke()}
                """,
                ManifestFormat.Toml));
        }
    }
}
