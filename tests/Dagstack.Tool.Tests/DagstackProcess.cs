using System.Diagnostics;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>The command as a user runs it: a process, in a folder.</summary>
internal sealed record DagstackProcess(int ExitCode, string Output, string Error)
{
    public static string Program { get; } = Path.Combine(Repository.Root, "src", "Dagstack.Tool", "bin", Repository.Configuration, "net10.0", "dagstack.dll");

    public static async Task<DagstackProcess> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    public static Process Start(string folder, string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;
}
