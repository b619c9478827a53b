namespace Dagstack.Tool.Packing;

/// <summary>A file that travels.</summary>
/// <param name="Path">Where it is in the plugin's folder, with forward slashes.</param>
/// <param name="Source">Where it is here; null for one that is only made now.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="IsProgram">Whether it may be started.</param>
internal sealed record PackedFile(string Path, string? Source, long Length, bool IsProgram)
{
    /// <summary>Gets its bytes, of one that is made now.</summary>
    public byte[] Content { get; private init; } = [];

    /// <summary>Makes one of bytes.</summary>
    public static PackedFile Of(string path, byte[] content) => new(path, null, content.Length, IsProgram: false) { Content = content };

    /// <summary>Opens it. What has no length is not opened: a pipe has none, and would never end.</summary>
    public Stream Open() => Source is null || Length == 0 ? new MemoryStream(Content) : File.OpenRead(Source);
}
