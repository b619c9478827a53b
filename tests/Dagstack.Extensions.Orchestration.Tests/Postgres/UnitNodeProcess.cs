using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>A process that runs units of work of a schema, and what it says of them.</summary>
internal sealed class UnitNodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<NodeEvent> _events = new();

    private UnitNodeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => Errors += line.Data;
        process.BeginErrorReadLine();
    }

    /// <summary>What it has said.</summary>
    public IReadOnlyCollection<NodeEvent> Events => _events;

    /// <summary>What it has complained of.</summary>
    public string Errors { get; private set; } = "";

    /// <summary>Starts one, and waits until it takes part.</summary>
    public static async Task<UnitNodeProcess> StartAsync(PostgresStage stage, TimeSpan unit)
    {
        var path = Path.Combine(Repository.Root, "tests", "fixtures", "UnitNode", "bin", Repository.Configuration, "net10.0", "UnitNode.dll");
        string[] arguments = [path, stage.ConnectionString, stage.Options.Schema, stage.Options.UseSessionLocks ? "on" : "off", Milliseconds(stage.Options.Beat), Milliseconds(stage.Options.DeadAfter), Milliseconds(unit)];
        var process = new UnitNodeProcess(Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!);
        await Wait.UntilAsync(() => process._process.HasExited || process.Count("joined") == 1);
        return process._process.HasExited ? throw new InvalidOperationException(process.Errors) : process;
    }

    public int Count(string what) => _events.Count(said => said.What == what);

    /// <summary>Kills it.</summary>
    /// <returns>When.</returns>
    public long Kill()
    {
        var now = Stopwatch.GetTimestamp();
        _process.Kill();
        _process.WaitForExit();
        return now;
    }

    /// <summary>Holds it: it does nothing, and its connections stay open.</summary>
    public Task HoldAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>Asks it to end, and waits for it.</summary>
    public async Task LeaveAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Limits.Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Hear(string? line)
    {
        if (line?.Split(' ') is [var what, var whom, var run, var at])
        {
            _events.Enqueue(new(what, whom, int.Parse(run, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)));
        }
    }
}
