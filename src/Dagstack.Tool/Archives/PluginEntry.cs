using System.IO.Compression;

namespace Dagstack.Tool.Archives;

/// <summary>A file of a plugin in an archive.</summary>
/// <param name="Path">Where it is in the plugin's folder, with forward slashes.</param>
/// <param name="Entry">What the archive has.</param>
internal sealed record PluginEntry(string Path, ZipArchiveEntry Entry)
{
    private const int Executable = 0b001_001_001;

    /// <summary>Gets a value indicating whether it is a program, as archives of Unix say it.</summary>
    public bool IsExecutable => ((Entry.ExternalAttributes >> 16) & Executable) != 0;
}
