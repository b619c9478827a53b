using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>One life of a host that runs units, in a process of its own.</summary>
internal sealed class UnitProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly FactLog _log;
    private readonly Process _process;

    private UnitProcess(FactLog log, string node, Process process) => (_log, Node, _process) = (log, node, process);

    public string Node { get; }

    private static string Program => Path.Combine(Repository.Root, "tests", "fixtures", "UnitHost", "bin", Repository.Configuration, "net10.0", "UnitHost.dll");

    /// <summary>Starts one, and waits until it runs units.</summary>
    public static async Task<UnitProcess> StartAsync(FactLog log, string folder, string node, string store, int slots)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, folder, node, store, slots.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var process = new UnitProcess(log, node, Process.Start(start)!);
        await process.ExpectAsync("ready");
        return process;
    }

    /// <summary>Has it do something, and waits until it is done.</summary>
    public Task AskAsync(string command)
    {
        _process.StandardInput.WriteLine(command);
        return ExpectAsync(command.Split(' ')[0]);
    }

    public async Task KillAsync()
    {
        _log.WriteOf(Node, FactKind.Loss, "kill");
        Signals.Send(_process.Id, Signals.Kill);
        await _process.WaitForExitAsync();
    }

    public void Hang()
    {
        _log.WriteOf(Node, FactKind.Loss, "hang");
        Signals.Send(_process.Id, Signals.Stop);
    }

    public void GoOn()
    {
        _log.WriteOf(Node, FactKind.Back, "hang");
        Signals.Send(_process.Id, Signals.Continue);
    }

    /// <summary>Has it stop by itself.</summary>
    public async Task StopAsync()
    {
        _log.WriteOf(Node, FactKind.Loss, "stop");
        _process.StandardInput.Close();
        await ExpectAsync("stopped");
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ExpectAsync(string answer)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
        if (line != answer)
        {
            throw new InvalidOperationException($"{Node} was to say '{answer}', and says '{line}'. {(line is null ? await _process.StandardError.ReadToEndAsync(limit.Token) : null)}");
        }
    }
}
