using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The Quickstart as a whole process, against a process with a generic host that prints the file.</summary>
[InvocationCount(1, 1)]
public class ColdStart
{
    private static readonly string s_root = typeof(ColdStart).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "RepositoryRoot").Value!;

    [Benchmark(Baseline = true, Description = "a bare host")]
    public void BareHost() => Run("tests/fixtures/BareHost", "BareHost");

    [Benchmark(Description = "Quickstart")]
    public void Quickstart() => Run("samples/Quickstart", "Quickstart");

    private static void Run(string project, string name)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(s_root, project, "bin", "Release", "net10.0", name + ".dll"), "README.md"])
        {
            WorkingDirectory = s_root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}.");
        }
    }
}
