using Dagstack.Extensions.Configuration.Files;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>What was in a file when it was read.</summary>
/// <param name="layer">The file.</param>
/// <param name="bytes">Its bytes, or null if it was not there or could not be read.</param>
/// <param name="problem">Why it could not be read; null if it could, or if it may be missing.</param>
internal sealed class LayerContent(ConfigLayer layer, byte[]? bytes, ConfigProblem? problem)
{
    public ConfigLayer Layer { get; } = layer;

    public byte[]? Bytes { get; } = bytes;

    public ConfigProblem? Problem { get; } = problem;

    public bool IsSameAs(LayerContent other) =>
        Problem?.Message == other.Problem?.Message && (Bytes is null || other.Bytes is null ? Bytes == other.Bytes : Bytes.AsSpan().SequenceEqual(other.Bytes));

    public static bool AreSame(IReadOnlyList<LayerContent> a, IReadOnlyList<LayerContent> b) => a.Zip(b).All(static pair => pair.First.IsSameAs(pair.Second));

    /// <summary>Reads a file as it is now.</summary>
    /// <param name="layer">The file.</param>
    /// <param name="maxSize">How many bytes it may have.</param>
    public static LayerContent Read(ConfigLayer layer, int maxSize)
    {
        try
        {
            var info = new FileInfo(layer.FullPath);
            if (!info.Exists && !Directory.Exists(layer.FullPath))
            {
                return Absent(layer);
            }

            if (info is { Exists: true, Length: 0 })
            {
                // A pipe has no length, and opening it would wait for a writer.
                return new(layer, [], null);
            }

            using var stream = new FileStream(layer.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.Length > maxSize ? Failed(layer, ReadLimits.TooLarge(maxSize)) : ReadAll(layer, stream, maxSize);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Absent(layer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Failed(layer, Directory.Exists(layer.FullPath)
                ? $"{layer.FullPath} is a folder, and a file is expected. Correct the path."
                : $"the file cannot be read: {exception.Message.TrimEnd('.')}. Check that it is a file that this process may read.");
        }
    }

    // The length is no promise: the file may grow, or be a pipe.
    private static LayerContent ReadAll(ConfigLayer layer, FileStream stream, int maxSize)
    {
        using var buffer = new MemoryStream((int)stream.Length);
        var part = new byte[Math.Clamp(stream.Length, 1024, 81920)];
        int read;
        while ((read = stream.Read(part)) > 0)
        {
            buffer.Write(part, 0, read);
            if (buffer.Length > maxSize)
            {
                return Failed(layer, ReadLimits.TooLarge(maxSize));
            }
        }

        return new(layer, buffer.ToArray(), null);
    }

    private static LayerContent Absent(ConfigLayer layer) => layer.IsOptional
        ? new(layer, null, null)
        : Failed(layer, $"there is no such file ({layer.FullPath}). Create it, correct the path, or make it optional.");

    private static LayerContent Failed(ConfigLayer layer, string message) =>
        new(layer, null, layer.File.Problem(ConfigErrorReason.SourceUnavailable, string.Empty, message));
}
