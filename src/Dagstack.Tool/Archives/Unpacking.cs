using System.IO.Hashing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Archives;

/// <summary>Writes the files of an archive.</summary>
/// <param name="create">Makes a file that is not there yet.</param>
internal sealed class Unpacking(Func<string, Stream> create)
{
    private const int BufferSize = 1 << 16;
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public Unpacking()
        : this(static path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
    {
    }

    /// <summary>Writes them all.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">Where they go, which has nothing yet.</param>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    /// <exception cref="RefusedException">A file is not what the archive says of it.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task WriteAsync(PluginArchive archive, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in archive.Files)
        {
            var path = Path.GetFullPath(Path.Combine(folder, file.Path));
            if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new RefusedException($"'{archive.Name}' is refused: '{Excerpt.Of(file.Path)}' leads out of its folder.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                await WriteAsync(archive.Name, file, path, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
            {
                throw new RefusedException($"'{archive.Name}' is refused: its file '{Excerpt.Of(file.Path)}' cannot be unpacked: {fault.Message} It was changed or damaged on its way. Fetch it again.");
            }

            if (file.IsExecutable && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, Program);
            }
        }
    }

    private async Task WriteAsync(string archive, PluginEntry file, string path, CancellationToken cancellationToken)
    {
        var (sum, left) = (new Crc32(), file.Entry.Length);
        var buffer = new byte[BufferSize];
        var target = create(path);
        await using (target.ConfigureAwait(false))
        {
            var source = await file.Entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
                {
                    left -= count;
                    if (left < 0)
                    {
                        break;
                    }

                    sum.Append(buffer.AsSpan(0, count));
                    await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (left != 0 || sum.GetCurrentHashAsUInt32() != file.Entry.Crc32)
        {
            throw new RefusedException($"'{archive}' is refused: its file '{Excerpt.Of(file.Path)}' is not what the archive says of it in {(left != 0 ? "its length" : "its check sum")}: it was changed or damaged on its way. Fetch it again.");
        }
    }
}
