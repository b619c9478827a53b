namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What is said of many measurements.</summary>
internal static class Figures
{
    /// <summary>Gets the value that so many of them are not above; 0 of none.</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)(part * (sorted.Length - 1))];
    }
}
