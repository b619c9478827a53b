using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>The plugins of a shop: most serve, one is slow, one does not start, one is switched off, and one cannot be read.</summary>
internal sealed class Shop : IDisposable
{
    private readonly TempFolder _folder = new();

    public Shop() => _folder.Write("plugins/half/dagstack.toml", "[plugin\nkind = chunker");

    public Broken Semantic { get; } = new();

    public void Add(DagstackPluginOptions options)
    {
        options.Discover(_folder.Combine("plugins"));
        options.AllowReload();
        options.AddKind<Fixtures.IGreeter>();
        options.Add(Manifest("chunker:fixed", "2.1.0", priority: 10), static _ => new Chunker(startMilliseconds: 120));
        options.Add(Manifest("chunker:markdown", "1.4.2", dependsOn: "chunker:fixed"), static _ => new Chunker(static () => HealthCheckResult.Degraded("The cache answers after 2.1 s, which is slow. Look at its connection."), startMilliseconds: 60));
        options.Add(Manifest("chunker:semantic", "0.9.0", dependsOn: "chunker:fixed"), _ => Semantic.Create());
        options.Add(Manifest("chunker:rerank", "0.3.1", dependsOn: "chunker:semantic"), static _ => new Chunker());
    }

    public static PluginManifest Manifest(string id, string version = "1.0.0", int priority = 0, string? dependsOn = null) => new()
    {
        Id = PluginId.Parse(id),
        Version = version,
        Priority = priority,
        Maintainer = "Shop team",
        Capabilities = ["filesystem.write"],
        DependsOn = dependsOn is null ? [] : [new(PluginId.Parse(dependsOn).Name, PluginId.Parse(dependsOn).Kind)],
    };

    public void Dispose() => _folder.Dispose();
}
