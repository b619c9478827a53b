using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Folders of plugins: nothing but manifests, since no code is loaded.</summary>
internal static class Plugins
{
    public static string Sound(string name, string more = "") => $"""
        [plugin]
        name = "{name}"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0"
        entry_point = "plugin:LineChunker"
        version = "1.2.0"
        {more}
        """;

    /// <summary>A plugin that is built, which cuts texts into pieces of equal length.</summary>
    public static string Fixed { get; } = Built("samples/plugins/FixedChunker");

    /// <summary>One that runs in a process of its own.</summary>
    public static string Brackets { get; } = Built("samples/Isolation/plugins/brackets");

    /// <summary>Plugins that do what plugins should not, such as staying in memory.</summary>
    public static string Suspects { get; } = Built("tests/fixtures/Suspects");

    public static string SuspectContracts { get; } = Path.Combine(Built("tests/fixtures/Suspects.Contracts"), "Suspects.Contracts.dll");

    /// <summary>One that brings a library of its own.</summary>
    public static string Versioned { get; } = Built("tests/fixtures/VersionedPlugin");

    public static string Contracts { get; } = Path.Combine(AppContext.BaseDirectory, "Chunking.Contracts.dll");

    /// <summary>The folder of docs/cli.md: one plugin that is sound, one whose manifest has errors, and one twice; and one that is built, with the contract of its kind.</summary>
    public static TempFolder OfThePage()
    {
        var folder = new TempFolder();
        Copy(Fixed, folder.Combine("fixed"));
        File.Copy(Contracts, folder.Combine("Chunking.Contracts.dll"));
        folder.Write("plugins/lines/dagstack.toml", Sound("lines"));
        folder.Write("plugins/words/dagstack.toml", """
            [plugin]
            name = "words"
            kind = "chunker"
            runtime = "in_process"
            core_version = ">=9.0.0"
            entry_pont = "plugin:WordChunker"
            """);
        folder.Write("slips/dagstack.toml", Sound("slips", "reload = \"Overlap\"").Replace("entry_point", "entrypoint", StringComparison.Ordinal));
        folder.Write("app/appsettings.json", "{\n  \"Logging\": { \"LogLevel\": { \"Default\": \"Warning\" } }\n}\n");
        folder.Write("app/app-config.yaml", "database:\n  host: localhost\n  password: ${secret:env:DB_PASSWORD}\nchunker:\n  line:\n    max_size: 256\n");
        folder.Write("app/app-config.production.yaml", "database:\n  host: db.example.com\n");
        folder.Write("more/pages/dagstack.toml", Sound("pages"));
        Kinds.Write(folder, "released");
        Kinds.Write(folder, "kinds", version: "1.0.1", limit: 100, more: "  - { name: warm_up, dispatch: broadcast_notify }");
        folder.Write("more/pages-old/dagstack.toml", Sound("pages"));
        return folder;
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static string Built(string project) => Path.Combine(Repository.Root, project, "bin", Repository.Configuration, "net10.0");
}
