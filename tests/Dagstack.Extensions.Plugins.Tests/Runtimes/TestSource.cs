namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Finds plugins of the runtime <c>test</c>.</summary>
/// <param name="names">Their names, as they are when they are asked for.</param>
/// <param name="more">More lines of their manifests.</param>
/// <param name="kind">Their kind.</param>
internal sealed class TestSource(Func<IEnumerable<string>> names, Func<string>? more = null, string kind = "greeter") : IPluginSource
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
                kind = "{kind}"
                runtime = "test"
                core_version = "*"
                {more?.Invoke()}
                """,
                ManifestFormat.Toml));
        }
    }
}
