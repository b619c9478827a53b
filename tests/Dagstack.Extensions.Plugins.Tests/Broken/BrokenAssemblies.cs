namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Folders whose manifest is sound, and whose assembly is not.</summary>
internal static class BrokenAssemblies
{
    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        new("no-such-module", PluginErrorCodes.PluginLoadError, path => WriteManifest(path, "no-such-module", "plugin:FixedChunker"), "plugin.dll") { Key = "chunker:no-such-module", File = "plugin.dll" },
    ];

    private static void WriteManifest(string folder, string name, string entryPoint) => File.WriteAllText(Path.Combine(folder, "dagstack.toml"), $"""
        [plugin]
        name = "{name}"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "{entryPoint}"
        """);
}
