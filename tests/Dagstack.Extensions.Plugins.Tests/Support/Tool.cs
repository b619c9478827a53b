using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Runs <c>dotnet</c> as a process of its own.</summary>
internal static class Tool
{
    /// <summary>A build of three projects on a busy machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task<ToolResult> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
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
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {s_patience}.");
        }
    }
}
