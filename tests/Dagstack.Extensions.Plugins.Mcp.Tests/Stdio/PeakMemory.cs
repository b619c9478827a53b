using System.Globalization;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>How much more memory this process had at most since this was made, as Linux counts it.</summary>
internal sealed class PeakMemory
{
    private const string ForgetThePeak = "5";

    private readonly long _before;

    public PeakMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", ForgetThePeak);
        _before = Read("VmRSS:");
    }

    /// <summary>Gets the bytes.</summary>
    public long Grown => Math.Max(0, Read("VmHWM:") - _before);

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024;
    }
}
