using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The calls of Linux and macOS that .NET does not have.</summary>
internal static partial class Posix
{
    public const int NoHang = 1;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Interrupted = 4;
    public const short Readable = 1;

    private const int ExecuteAccess = 1;
    private const int Pid = 1;
    private const int Exited = 4;
    private const int PidfdOpen = 434;

    /// <summary>Leaves what has ended for <see cref="TryReap"/>.</summary>
    private static int KeepWaitable => OperatingSystem.IsMacOS() ? 0x20 : 0x0100_0000;

    public static bool CanExecute(string file) => access(file, ExecuteAccess) == 0;

    /// <summary>Sends a signal to all of a group; false if none of them is left that could get it.</summary>
    public static bool SignalGroup(int group, int signal) => kill(-group, signal) == 0;

    public static void SignalProcess(int process, int signal) => _ = kill(process, signal);

    /// <summary>Takes the status of a child that has ended; what is negative means a group of children.</summary>
    /// <returns>The child, 0 if none has ended, -1 if there is none.</returns>
    public static int TryReap(int process, out int status, bool wait = false)
    {
        int result;
        do
        {
            result = waitpid(process, out status, wait ? 0 : NoHang);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return result;
    }

    /// <summary>Blocks until a child has ended, and leaves its status.</summary>
    public static unsafe void WaitForEnd(int process)
    {
        var info = stackalloc byte[256];
        while (waitid(Pid, process, info, Exited | KeepWaitable) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
            // A signal came between.
        }
    }

    /// <summary>Tells whether a child has ended, with all of its threads, and leaves its status.</summary>
    public static unsafe bool HasEnded(int process)
    {
        // The first member is the number of the signal, which is none while it runs.
        var info = stackalloc int[64];
        *info = 0;
        return waitid(Pid, process, (byte*)info, Exited | KeepWaitable | NoHang) == 0 && *info != 0;
    }

    /// <summary>Opens a descriptor that becomes readable when a process ends; null where the kernel has none, or a sandbox forbids it.</summary>
    public static SafeFileHandle? TryOpenProcess(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var descriptor = syscall(PidfdOpen, process, 0);
        return descriptor < 0 ? null : new SafeFileHandle((nint)descriptor, ownsHandle: true);
    }

    /// <summary>Blocks until one of some descriptors is readable or closed.</summary>
    public static unsafe void Poll(Span<PollDescriptor> descriptors)
    {
        fixed (PollDescriptor* first = descriptors)
        {
            _ = poll(first, (nuint)descriptors.Length, -1);
        }
    }

    public static unsafe bool Write(SafeHandle handle, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return write(handle, first, (nuint)bytes.Length) == bytes.Length;
        }
    }

    public static unsafe void Read(SafeHandle handle, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            _ = read(handle, first, (nuint)bytes.Length);
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // They are named as the system names them.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int process, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int waitid(int kind, int process, byte* info, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second);

    [LibraryImport("libc")]
    private static unsafe partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static unsafe partial nint write(SafeHandle handle, byte* bytes, nuint count);

    [LibraryImport("libc")]
    private static unsafe partial nint read(SafeHandle handle, byte* bytes, nuint count);
#pragma warning restore IDE1006, SYSLIB1054
}
