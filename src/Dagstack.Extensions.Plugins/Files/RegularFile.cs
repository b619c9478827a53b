using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Reads and copies files, and leaves alone what only looks like one: opening a pipe, a socket or a device may wait for ever.</summary>
/// <remarks>None of these has a length. So what has none is not opened anywhere: it is empty at best.</remarks>
internal static class RegularFile
{
    private static bool s_canAsk = OperatingSystem.IsLinux();

    /// <summary>Tells whether a path leads to a pipe, a socket or a device, as far as the system says.</summary>
    public static bool IsOther(FileInfo file) => file is { Exists: true, Length: 0 } && s_canAsk && TypeOf(file.FullName) is not (null or FileType.Regular or FileType.Folder);

    /// <summary>Opens a file, or nothing in the place of one that has no length.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened.</exception>
    public static Stream OpenRead(string path) => new FileInfo(path) is { Exists: true, Length: 0 } ? new MemoryStream() : File.OpenRead(path);

    /// <summary>Copies a file.</summary>
    public static void Copy(FileInfo file, string target)
    {
        if (file.Length == 0)
        {
            File.Create(target).Dispose();
        }
        else
        {
            file.CopyTo(target);
        }
    }

    /// <summary>Computes the SHA-256 of a file's content.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static async ValueTask<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        var content = OpenRead(path);
        await using (content.ConfigureAwait(false))
        {
            return await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileType? TypeOf(string path)
    {
        const int Relative = -100;
        const uint Type = 1;
        const int Mode = 28;
        var status = new byte[256];
        try
        {
            return StatX(Relative, Encoding.UTF8.GetBytes(path + '\0'), 0, Type, status) == 0 ? (FileType)(MemoryMarshal.Read<ushort>(status.AsSpan(Mode)) & (ushort)FileType.Any) : null;
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            s_canAsk = false;
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);

    private enum FileType : ushort
    {
        Any = 0xF000,
        Regular = 0x8000,
        Folder = 0x4000,
    }
}
