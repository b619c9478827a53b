namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>Copies of the plugin of the samples.</summary>
internal static class PluginCopies
{
    /// <summary>Adds one that runs in the process of its host.</summary>
    public static void Add(string root, string name) => Add(root, name, "in_process");

    /// <summary>Adds one that runs in a process of its own.</summary>
    public static void AddWorker(string root, string name) => Add(root, name, "mcp_stdio");

    private static void Add(string root, string name, string runtime)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "plugins", "fixed-chunker");
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(folder, "dagstack.toml");
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace("\"in_process\"", $"\"{runtime}\"", StringComparison.Ordinal)
            .Replace("name = \"fixed\"", $"name = \"{name}\"", StringComparison.Ordinal));
    }
}
