using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>Tells whether a folder belongs to the account of this process.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class FolderOwner
{
    private const int FromHere = -100;
    private const uint Owner = 8;
    private const int OffsetOfOwner = 20;

    public static bool IsMine(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                var status = new byte[256];
                return StatX(FromHere, folder, 0, Owner, status) == 0 && MemoryMarshal.Read<uint>(status.AsSpan(OffsetOfOwner)) == EffectiveUser();
            }
            catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
            {
                // An old system: what follows tells it as well, except to the administrator.
            }
        }

        try
        {
            // Only the owner may set the mode, also to what it is.
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
