using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

/// <summary>A process that has a file of units of work open.</summary>
internal sealed class UnitFileProcess : IDisposable
{
    private readonly Process _process;

    private UnitFileProcess(Process process) => _process = process;

    /// <summary>Gets its number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one that has the file open and does nothing.</summary>
    public static Task<UnitFileProcess> HoldAsync(string file) => StartAsync("hold", file);

    /// <summary>Starts one that takes units in and runs them until it is killed.</summary>
    public static Task<UnitFileProcess> WorkAsync(string file, int seed) => StartAsync("work", file, seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Kills it, at once or after it has acknowledged the end of some units, and waits until it is gone.</summary>
    /// <returns>What it has said after it had opened the file: whole lines.</returns>
    public async Task<string[]> KillAsync(int afterEnds = 0)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        var said = new List<string>();
        for (var ends = 0; ends < afterEnds;)
        {
            said.Add(await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The process ended by itself: {await _process.StandardError.ReadToEndAsync(limit.Token)}"));
            ends += said[^1].StartsWith("ended ", StringComparison.Ordinal) ? 1 : 0;
        }

        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await _process.StandardError.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return error.Length == 0 ? [.. said, .. rest.Split('\n')[..^1]] : throw new InvalidOperationException($"The process failed before it was killed: {error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<UnitFileProcess> StartAsync(params string[] arguments)
    {
        var path = Path.Combine(Repository.Root, "tests", "fixtures", "UnitFile", "bin", Repository.Configuration, "net10.0", "UnitFile.dll");
        using var limit = new CancellationTokenSource(Limits.Patience);
        var process = Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var first = await process.StandardOutput.ReadLineAsync(limit.Token);
        return first == $"open {process.Id}" ? new(process) : throw new InvalidOperationException($"The process did not open the file: {first} {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }
}
