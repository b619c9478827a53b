using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>Signals of Linux.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
