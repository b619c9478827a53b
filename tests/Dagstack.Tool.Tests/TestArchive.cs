using System.IO.Compression;
using System.Text;

namespace Dagstack.Tool.Tests;

/// <summary>Archives as others make them, good ones and bad ones.</summary>
internal static class TestArchive
{
    public const int Link = 0xA1FF << 16;

    public const int Pipe = 0x11A4 << 16;

    /// <summary>Writes a zip of a plugin in Python.</summary>
    /// <param name="path">The file.</param>
    /// <param name="more">Further entries.</param>
    public static string Write(string path, params (string Name, string Text)[] more) => Write(path, PackTests.Python, more);

    /// <summary>Writes a zip of a plugin with another manifest.</summary>
    public static string Write(string path, string manifest, params (string Name, string Text)[] more) =>
        WriteAll(path, [("chunker.words/dagstack.toml", manifest), ("chunker.words/server.py", "print('Hello')\n"), .. more]);

    /// <summary>Writes a zip of what is given.</summary>
    public static string WriteAll(string path, params (string Name, string Text)[] entries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            Add(zip, name, Encoding.UTF8.GetBytes(text), 0);
        }

        return path;
    }

    /// <summary>Adds an entry to a zip.</summary>
    public static void Add(string path, string name, byte[] content, int attributes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        Add(zip, name, content, attributes, level);
    }

    /// <summary>Writes a package as NuGet has them, with nothing but what is needed.</summary>
    public static string WritePackage(string path, string id, string version, string manifest)
    {
        var nuspec = $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>A plugin.</description></metadata>
            </package>
            """;
        return WriteAll(path, ($"{id}.nuspec", nuspec), ("contentFiles/any/any/plugins/chunker.words/dagstack.toml", manifest), ("contentFiles/any/any/plugins/chunker.words/a%20b.py", "# a module\n"));
    }

    private static void Add(ZipArchive zip, string name, byte[] content, int attributes, CompressionLevel level = CompressionLevel.Optimal)
    {
        var entry = zip.CreateEntry(name, level);
        entry.ExternalAttributes = attributes;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
