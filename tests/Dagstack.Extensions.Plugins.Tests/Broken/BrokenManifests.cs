namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Folders whose manifest is broken.</summary>
internal static class BrokenManifests
{
    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Toml("name-missing", PluginErrorCodes.ManifestInvalid, """
            [plugin]
            kind = "chunker"
            runtime = "in_process"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "plugin:FixedChunker"
            """, null, "(1,2)", "'plugin.name' is missing"),
    ];

    private static BrokenPlugin Toml(string folder, string code, string text, string? key, string? at, params string[] says) =>
        new(folder, code, path => File.WriteAllText(Path.Combine(path, "dagstack.toml"), text), says) { Key = key, At = at };
}
