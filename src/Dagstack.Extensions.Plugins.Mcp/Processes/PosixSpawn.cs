using System.Globalization;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Starts a process that leads a group of its own, with default signals, and with three descriptors and no more.</summary>
/// <remarks>Process.Start cannot make a group, and <c>setpgid</c> afterwards is refused: the child has executed its program by then.</remarks>
internal static unsafe partial class PosixSpawn
{
    private const short SetGroup = 2;
    private const short SetDefaultSignals = 4;
    private const short SetSignalMask = 8;
    private const short CloseOthersOnMac = 0x4000;

    // More than the types of any system and C library need: 336 bytes is the biggest.
    private const int TypeSize = 1024;

    /// <summary>What some systems lack: C libraries before 2019 the first, musl and those before 2021 the second.</summary>
    private static readonly delegate* unmanaged<void*, byte*, int> s_changeFolder = (delegate* unmanaged<void*, byte*, int>)Find("posix_spawn_file_actions_addchdir_np");
    private static readonly delegate* unmanaged<void*, int, int> s_closeFrom = (delegate* unmanaged<void*, int, int>)Find("posix_spawn_file_actions_addclosefrom_np");

    /// <summary>Whether the system can start a process in another folder; else it needs a shell that goes there.</summary>
    public static bool CanChangeFolder => s_changeFolder is not null;

    /// <summary>Starts a process.</summary>
    /// <param name="file">The full path of the program.</param>
    /// <param name="arguments">The arguments, the name of the program first.</param>
    /// <param name="environment">The variables, each as <c>NAME=value</c>.</param>
    /// <param name="folder">Where it starts; null for where the host is.</param>
    /// <param name="input">What becomes its descriptor 0; none of the three may be below 3.</param>
    /// <param name="output">What becomes its descriptor 1.</param>
    /// <param name="error">What becomes its descriptor 2.</param>
    /// <param name="process">The process, and its group; 0 if there is none.</param>
    /// <param name="isOld">Whether to do as on a system without the newer calls.</param>
    /// <returns>0, or the system's error number.</returns>
    public static int Start(string file, IEnumerable<string> arguments, IEnumerable<string> environment, string? folder, SafeHandle input, SafeHandle output, SafeHandle error, out int process, bool isOld = false)
    {
        process = 0;
        var attributes = stackalloc byte[TypeSize];
        var actions = stackalloc byte[TypeSize];
        var signals = stackalloc byte[TypeSize];
        using var argumentTexts = new NativeTexts(arguments);
        using var environmentTexts = new NativeTexts(environment);
        using var folderText = new NativeTexts(folder is null ? [] : [folder]);
        Check(posix_spawnattr_init(attributes));
        try
        {
            Check(posix_spawn_file_actions_init(actions));
            try
            {
                _ = sigemptyset(signals);
                Check(posix_spawnattr_setsigmask(attributes, signals));
                _ = sigfillset(signals);
                Check(posix_spawnattr_setsigdefault(attributes, signals));
                Check(posix_spawnattr_setpgroup(attributes, 0));
                Check(posix_spawnattr_setflags(attributes, (short)(SetGroup | SetDefaultSignals | SetSignalMask | (OperatingSystem.IsMacOS() ? CloseOthersOnMac : 0))));
                Check(posix_spawn_file_actions_adddup2(actions, (int)input.DangerousGetHandle(), 0));
                Check(posix_spawn_file_actions_adddup2(actions, (int)output.DangerousGetHandle(), 1));
                Check(posix_spawn_file_actions_adddup2(actions, (int)error.DangerousGetHandle(), 2));
                CloseOthers(actions, isOld);
                if (folder is not null)
                {
                    Check(s_changeFolder(actions, folderText.First));
                }

                var number = posix_spawn(out process, file, actions, attributes, argumentTexts.Pointer, environmentTexts.Pointer);
                process = number == 0 ? process : 0;
                return number;
            }
            finally
            {
                _ = posix_spawn_file_actions_destroy(actions);
            }
        }
        finally
        {
            _ = posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>.NET opens nothing that children inherit, but native libraries may, and the host may have inherited some itself.</summary>
    private static void CloseOthers(byte* actions, bool isOld)
    {
        if (s_closeFrom is not null && !isOld)
        {
            Check(s_closeFrom(actions, 3));
        }
        else if (!OperatingSystem.IsMacOS())
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd").ToList())
            {
                // One that is closed meanwhile is no error.
                if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
                {
                    Check(posix_spawn_file_actions_addclose(actions, descriptor));
                }
            }
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new ChildStartException($"The system could not prepare the start of a process: {Marshal.GetPInvokeErrorMessage(error)} (error {error}). Look at its limits of memory and of open files.");
        }
    }

    private static nint Find(string name) => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? address : 0;

#pragma warning disable IDE1006, SYSLIB1054 // They are named as the system names them.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(out int process, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addclose(byte* actions, int descriptor);

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* signals);
#pragma warning restore IDE1006, SYSLIB1054
}
