namespace ConfigurationSample;

/// <summary>A copy of the configuration files, so that this program can change them.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public ConfigFolder()
    {
        Path = Directory.CreateTempSubdirectory("configuration-sample-").FullName;
        var shipped = System.IO.Path.Combine(AppContext.BaseDirectory, "config");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Path { get; }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
