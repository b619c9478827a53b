using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>The command line as whole processes: against a program that ends at once, and one that runs the same discovery without a command line.</summary>
internal static class ToolTurns
{
    private const int Rounds = 25;
    private const int Manifests = 1_000;

    private static readonly string s_root = typeof(ToolTurns).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "RepositoryRoot").Value!;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("dagstack-bench-").FullName;
        try
        {
            for (var i = 0; i < Manifests; i++)
            {
                var plugin = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"p{i:0000}"))).FullName;
                await File.WriteAllTextAsync(Path.Combine(plugin, "dagstack.toml"), string.Create(CultureInfo.InvariantCulture, $"""
                    [plugin]
                    name = "p{i:0000}"
                    kind = "chunker"
                    runtime = "in_process"
                    core_version = ">=0.1.0"
                    entry_point = "plugin:FixedChunker"
                    version = "1.2.0"
                    description = "Splits texts into pieces of equal length."
                    """)).ConfigureAwait(false);
            }

            var (tool, contract) = (Built("src/Dagstack.Tool", "dagstack"), Built("samples/Chunking.Contracts", "Chunking.Contracts"));
            await TurnTable.WriteAsync("dagstack --version", Rounds,
            [
                new("a program that ends at once", () => RunAsync(Built("tests/fixtures/Letters/Nothing", "Nothing"))),
                new("dagstack --version", () => RunAsync(tool, "--version")),
            ]).ConfigureAwait(false);
            await TurnTable.WriteAsync("dagstack list over 1,000 folders", Rounds,
            [
                new("a program with the same discovery", () => RunAsync(Built("tests/fixtures/BareList", "BareList"), folder)),
                new("dagstack list --contract", () => RunAsync(tool, "list", "--plugins", folder, "--contract", contract)),
                new("dagstack list, kinds not known", () => RunAsync(tool, "list", "--plugins", folder)),
                new("dagstack list --contract --json", () => RunAsync(tool, "list", "--plugins", folder, "--contract", contract, "--json")),
            ]).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Built(string project, string name) => Path.Combine(s_root, project, "bin", "Release", "net10.0", name + ".dll");

    private static async Task<(TimeSpan Time, int Count)> RunAsync(string program, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0 ? (Stopwatch.GetElapsedTime(start), 1) : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
