using System.Globalization;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The names of signals.</summary>
internal static class ChildSignals
{
    private static readonly string[] s_linux =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN",
        "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    private static readonly string[] s_mac =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "EMT", "FPE", "KILL", "BUS", "SEGV", "SYS", "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN",
        "TTOU", "IO", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "INFO", "USR1", "USR2",
    ];

    public static string NameOf(int signal)
    {
        var names = OperatingSystem.IsMacOS() ? s_mac : s_linux;
        return signal >= 1 && signal <= names.Length ? $"SIG{names[signal - 1]}" : string.Create(CultureInfo.InvariantCulture, $"signal {signal}");
    }
}
