using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A job of Windows whose processes end when its last handle is closed, which the system does when the host is gone. Built, and never run.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsJob : IDisposable
{
    private const int BasicAccounting = 1;
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000;

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION on 64 bit; the flags follow two 8-byte times. JOBOBJECT_BASIC_ACCOUNTING_INFORMATION: active processes follow four times and two counts.
    private const int LimitsSize = 144;
    private const int FlagsOffset = 16;
    private const int AccountingSize = 48;
    private const int ActiveOffset = 40;

    private readonly SafeFileHandle _handle;

    public WindowsJob()
    {
        _handle = new SafeFileHandle(CreateJobObjectW(0, 0), ownsHandle: true);
        var limits = stackalloc byte[LimitsSize];
        new Span<byte>(limits, LimitsSize).Clear();
        *(uint*)(limits + FlagsOffset) = KillOnClose;
        if (_handle.IsInvalid || !SetInformationJobObject(_handle, ExtendedLimits, limits, LimitsSize))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>How many processes of the job live.</summary>
    public int Count
    {
        get
        {
            var accounting = stackalloc byte[AccountingSize];
            return !_handle.IsClosed && QueryInformationJobObject(_handle, BasicAccounting, accounting, AccountingSize, 0) ? *(int*)(accounting + ActiveOffset) : 0;
        }
    }

    public void Add(SafeProcessHandle process)
    {
        if (!AssignProcessToJobObject(_handle, process))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public void Terminate()
    {
        if (!_handle.IsClosed)
        {
            _ = TerminateJobObject(_handle, 1);
        }
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint CreateJobObjectW(nint attributes, nint name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeHandle job, int kind, byte* information, int length);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryInformationJobObject(SafeHandle job, int kind, byte* information, int length, nint returned);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeHandle job, SafeHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateJobObject(SafeHandle job, uint code);
}
