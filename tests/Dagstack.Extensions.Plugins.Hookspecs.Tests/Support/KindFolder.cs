namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>A folder of kinds that a test writes.</summary>
internal sealed class KindFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>Writes a kind, and returns the path of its YAML.</summary>
    public string Write(string kind, string yaml, params ReadOnlySpan<(string File, string Text)> schemas)
    {
        foreach (var (file, text) in schemas)
        {
            WriteFile($"{kind}/{file}", text);
        }

        return WriteFile($"{kind}/v1.yaml", yaml);
    }

    public string WriteFile(string path, string text)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => _folder.Dispose();
}
