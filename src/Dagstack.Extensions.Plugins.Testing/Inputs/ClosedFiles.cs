namespace Dagstack.Extensions.Plugins.Testing.Inputs;

/// <summary>Paths that exist and may not be read: a text may be the path of a file.</summary>
internal sealed class ClosedFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dagstack-closed-");

    public ClosedFiles()
    {
        // Nobody may open a folder as a file, whoever runs the tests. Rights that Windows takes away need more than one call.
        List<(string, string)> paths = [("the path of a folder, which cannot be opened as a file", _folder.FullName)];
        if (!OperatingSystem.IsWindows())
        {
            var file = Path.Combine(_folder.FullName, "closed.txt");
            File.WriteAllText(file, "closed");
            File.SetUnixFileMode(file, UnixFileMode.None);
            paths.Add(("the path of a file that may not be read", file));
        }

        Paths = paths;
    }

    public IReadOnlyList<(string Name, string Value)> Paths { get; }

    public void Dispose()
    {
        // A plugin may have taken it away.
        _folder.Refresh();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
