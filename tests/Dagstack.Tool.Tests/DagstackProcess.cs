using System.Diagnostics;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>The command as a user runs it: a process, in a folder.</summary>
internal sealed record DagstackProcess(int ExitCode, string Output, string Error)
{
    public static string Program { get; } = Path.Combine(Repository.Root, "src", "Dagstack.Tool", "bin", Repository.Configuration, "net10.0", "dagstack.dll");

    public static Task<DagstackProcess> RunAsync(string folder, params string[] arguments) => RunWithInputAsync(folder, string.Empty, arguments);

    public static async Task<DagstackProcess> RunWithInputAsync(string folder, string input, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await ReadAsync(process);
    }

    public static async Task<DagstackProcess> RunInAsync(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(folder, arguments, environment);
        process.StandardInput.Close();
        return await ReadAsync(process);
    }

    public static Process Start(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<DagstackProcess> ReadAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
