namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>A root with every broken plugin in it, and one that is good.</summary>
public sealed class BrokenFolders : IDisposable
{
    private readonly TempFolder _folder = new();

    public BrokenFolders()
    {
        foreach (var plugin in All)
        {
            plugin.Write(Directory.CreateDirectory(_folder.Combine(plugin.Folder)).FullName);
        }

        var good = Directory.CreateDirectory(_folder.Combine("good")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(Repository.QuickstartPath)!, "plugins", "fixed-chunker")))
        {
            File.Copy(file, Path.Combine(good, Path.GetFileName(file)));
        }
    }

    public string Root => _folder.Path;

    internal static IReadOnlyList<BrokenPlugin> All { get; } = [.. BrokenManifests.All, .. BrokenAssemblies.All];

    public void Dispose() => _folder.Dispose();
}
