using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The result of a run as one table: medians, against the baseline of the same run.</summary>
internal static class RatioTable
{
    public static void Write(TextWriter output, IEnumerable<Summary> summaries)
    {
        output.WriteLine();
        output.WriteLine("| subject | case | path | ns | - baseline | ratio | bytes |");
        output.WriteLine("|---|---|---|--:|--:|--:|--:|");
        foreach (var summary in summaries)
        {
            foreach (var group in summary.Reports.Where(static report => report.ResultStatistics is not null).GroupBy(static report => Case(report.BenchmarkCase)))
            {
                var baseline = group.FirstOrDefault(static report => report.BenchmarkCase.Descriptor.Baseline)?.ResultStatistics!.Median;
                foreach (var report in group)
                {
                    WriteRow(output, report, group.Key, baseline ?? double.NaN);
                }
            }

            WriteThreads(output, summary);
        }
    }

    private static void WriteRow(TextWriter output, BenchmarkReport report, string name, double baseline)
    {
        var descriptor = report.BenchmarkCase.Descriptor;
        var median = report.ResultStatistics!.Median;
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {descriptor.Type.Name} | {name} | {descriptor.WorkloadMethodDisplayInfo.Trim('\'')} | {median:N2} | {median - baseline:N2} | {median / baseline:N2} | {bytes} |"));
    }

    /// <summary>Where the same method ran with one and with two threads, their ratio is the result.</summary>
    private static void WriteThreads(TextWriter output, Summary summary)
    {
        foreach (var method in summary.Reports
            .Where(static report => report.ResultStatistics is not null && report.BenchmarkCase.Descriptor.Type == typeof(ProxyThreads))
            .GroupBy(static report => report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')))
        {
            var medians = method.Select(static report => report.ResultStatistics!.Median).ToArray();
            if (medians is [var one, var two])
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {nameof(ProxyThreads)} | 2 threads / 1 thread | {method.Key} | | | {two / one:N2} | |"));
            }
        }
    }

    private static string Case(BenchmarkCase benchmark) =>
        string.Join(" ", benchmark.Descriptor.Categories.Append(benchmark.Parameters.DisplayInfo)).Trim();
}
