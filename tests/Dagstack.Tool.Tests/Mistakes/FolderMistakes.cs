namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Mistakes in how folders lie, and between plugins.</summary>
internal static class FolderMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        new("An empty folder", "validate", static folder => Directory.CreateDirectory(folder.Combine("plugins"))),
        new("A manifest called plugin.toml", "validate", static folder => folder.Write("plugins/broken/plugin.toml", Mistake.Sound)),
        new("A manifest called Dagstack.toml", "validate", static folder => folder.Write("plugins/broken/Dagstack.toml", Mistake.Sound)),
        new("A manifest called dagstack.yaml", "list", static folder => folder.Write("plugins/broken/dagstack.yaml", "plugin: {}")) { IsWarning = true },
        new("A manifest in bin", "validate", static folder => folder.Write("plugins/broken/bin/dagstack.toml", Mistake.Sound)),
        new("A plugin's files without a manifest", "list", static folder => folder.Write("plugins/broken/plugin.dll", string.Empty)) { IsWarning = true },
        new("A plugin within a plugin", "list", static folder =>
        {
            folder.Write("plugins/outer/dagstack.toml", Mistake.Of(("name", "\"outer\"")));
            folder.Write("plugins/outer/inner/dagstack.toml", Mistake.Sound);
        })
        { IsWarning = true },
        new("Two manifests in one folder", "validate", static folder =>
        {
            folder.Write("plugins/broken/dagstack.toml", Mistake.Sound);
            folder.Write("plugins/broken/dagstack.json", "{}");
        })
        { IsWarning = true },
        new("Two plugins of one name", "list", static folder =>
        {
            folder.Write("plugins/broken/dagstack.toml", Mistake.Sound);
            folder.Write("plugins/broken-old/dagstack.toml", Mistake.Sound);
        }),
        Mistake.Manifest("A kind that no contract has", "list", Mistake.Of(("kind", "\"chunkr\""))),
        Mistake.Manifest("A plugin for another version of the contract", "list", Mistake.Of(("kind_api_version", "\"2\""))),
        Dependencies("A dependency that is not there", ("a", "[\"splitter\"]")),
        Dependencies("Dependencies in a circle", ("a", "[\"b\"]"), ("b", "[\"a\"]")),
    ];

    private static Mistake Dependencies(string name, params (string Name, string DependsOn)[] plugins) => new(name, "list --load", folder =>
    {
        foreach (var plugin in plugins)
        {
            Plugins.Copy(Plugins.Fixed, folder.Combine($"plugins/{plugin.Name}"));
            folder.Write($"plugins/{plugin.Name}/dagstack.toml", Mistake.Of(("name", $"\"{plugin.Name}\""), ("entry_point", "\"plugin:FixedChunker\""), ("resources.required", "[\"clock\"]"), ("depends_on", plugin.DependsOn)));
        }
    });
}
