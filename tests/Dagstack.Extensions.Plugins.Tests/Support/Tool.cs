using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Runs <c>dotnet</c> as a process of its own.</summary>
internal static class Tool
{
    /// <summary>A build of three projects on a busy machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static Task<ProcessResult> RunAsync(string folder, params string[] arguments) => RunProgramAsync("dotnet", folder, arguments);

    /// <summary>Runs another program, one that was published.</summary>
    public static Task<ProcessResult> RunProgramAsync(string program, string folder, params string[] arguments) => RunProgramAsync(program, folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs a program with variables of its own.</summary>
    public static async Task<ProcessResult> RunProgramAsync(string program, string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test platform sets for its own processes is not for these.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal) || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // No server of the build outlives its build, and an apphost finds the runtime that this runs on.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {s_patience}.");
        }
    }
}
