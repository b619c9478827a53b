using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The table of processes that Linux shows as files.</summary>
internal static class ProcTable
{
    /// <summary>Tells whether a group has a process that runs: one that only waits to be reaped, by an init that takes its time, does not.</summary>
    /// <returns>True too where there is no such table.</returns>
    public static bool HasRunning(int group)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var seen = false;
        Span<byte> text = stackalloc byte[512];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(folder[^1]) && char.IsAsciiDigit(folder[6]))
            {
                seen = true;
                if (RunsIn(group, folder, text))
                {
                    return true;
                }
            }
        }

        return !seen;
    }

    private static bool RunsIn(int group, string folder, Span<byte> text)
    {
        try
        {
            using var file = File.OpenHandle(folder + "/stat");
            var line = text[..RandomAccess.Read(file, text, 0)];

            // The name, in brackets, may have anything in it; then the state, the parent and the group.
            var fields = Encoding.ASCII.GetString(line[(line.LastIndexOf((byte)')') + 1)..]).Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 3 && fields[0] is not ("Z" or "X") && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var found) && found == group;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has gone meanwhile.
            return false;
        }
    }
}
