using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The streams that the protocol has for itself: whoever else writes to the standard output, natively or not, writes to the error output, and whoever reads finds nothing.</summary>
internal static partial class StandardStreams
{
    private const int DuplicateAboveAndClose = 1030; // F_DUPFD_CLOEXEC of Linux
    private const int FirstOwn = 20;
    private const int InputHandle = -10;
    private const int OutputHandle = -11;
    private const int ErrorHandle = -12;

    /// <summary>Takes them away from everybody else.</summary>
    /// <exception cref="IOException">The system refuses it.</exception>
    public static (SafeFileHandle Input, SafeFileHandle Output) Take() => OperatingSystem.IsWindows() ? TakeHandles() : TakeDescriptors();

    private static (SafeFileHandle Input, SafeFileHandle Output) TakeDescriptors()
    {
        var (input, output) = (Duplicate(0), Duplicate(1));
        using var nothing = File.OpenHandle("/dev/null");
        if (dup2((int)nothing.DangerousGetHandle(), 0) < 0 || dup2(2, 1) < 0)
        {
            throw Fault();
        }

        return (input, output);
    }

    private static SafeFileHandle Duplicate(int descriptor)
    {
        // Where the number of the second is not known, what the plugin starts inherits them.
        var own = OperatingSystem.IsLinux() ? fcntl(descriptor, DuplicateAboveAndClose, FirstOwn) : dup(descriptor);
        return own >= 0 ? new SafeFileHandle(own, ownsHandle: true) : throw Fault();
    }

    private static (SafeFileHandle Input, SafeFileHandle Output) TakeHandles()
    {
        var (input, output) = (GetStdHandle(InputHandle), GetStdHandle(OutputHandle));
        if (!SetStdHandle(OutputHandle, GetStdHandle(ErrorHandle)) || !SetStdHandle(InputHandle, 0))
        {
            throw Fault();
        }

        return (new(input, ownsHandle: false), new(output, ownsHandle: false));
    }

    private static IOException Fault() => new($"The worker cannot have its streams for itself: {Marshal.GetLastPInvokeErrorMessage()}");

#pragma warning disable IDE1006, SYSLIB1054 // They are named as the system names them.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup2(int descriptor, int other);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStdHandle(int which, nint handle);
#pragma warning restore IDE1006, SYSLIB1054
}
