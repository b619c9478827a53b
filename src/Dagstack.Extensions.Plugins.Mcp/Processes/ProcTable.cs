using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The table of processes that Linux shows as files.</summary>
internal static class ProcTable
{
    private const int NoSuchProcess = 3;

    /// <summary>Tells whether a group has a process that runs: one that only waits to be reaped, by an init that takes its time, does not.</summary>
    /// <param name="group">The group.</param>
    /// <param name="table">Where the table is.</param>
    /// <returns>True too where there is no such table, and where the host cannot look, as at its limit of descriptors.</returns>
    public static bool HasRunning(int group, string table = "/proc")
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            var seen = false;
            Span<byte> text = stackalloc byte[512];
            foreach (var folder in Directory.EnumerateDirectories(table))
            {
                if (char.IsAsciiDigit(folder[^1]) && char.IsAsciiDigit(folder[table.Length + 1]))
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
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
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException || exception.HResult == NoSuchProcess)
        {
            // It has gone meanwhile: before it was opened, or before it was read.
            return false;
        }
    }
}
