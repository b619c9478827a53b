using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>A host as a process of its own, which is stopped by a signal.</summary>
internal sealed partial class StoppingHostProcess : IDisposable
{
    private const string Mark = "- ";

    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(Limits.Patience);
    private readonly Task<string> _error;
    private readonly List<string> _lines = [];

    private StoppingHostProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Gets how far it said that it was, without what is known anyhow.</summary>
    public IEnumerable<string> Marks => _lines.Where(IsMark).Select(static line => line[Mark.Length..]).Where(static mark => !mark.StartsWith("serving", StringComparison.Ordinal));

    public static StoppingHostProcess Start(params string[] arguments)
    {
        var path = Path.Combine(Repository.Root, "tests", "fixtures", "StoppingHost", "bin", Repository.Configuration, "net10.0", "StoppingHost.dll");
        return new(Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!);
    }

    /// <summary>Waits until it says that it is so far.</summary>
    /// <returns>What else it said of that.</returns>
    public async Task<string> WaitForAsync(string mark)
    {
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            _lines.Add(line);
            if (line.StartsWith(Mark + mark, StringComparison.Ordinal))
            {
                return line[(Mark.Length + mark.Length)..].Trim();
            }
        }

        throw new InvalidOperationException($"It ended before it was at '{mark}': {string.Join(Environment.NewLine, _lines)} {await _error}");
    }

    /// <summary>Sends a signal: TERM or INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_limit.Token);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill ended with {kill.ExitCode}.");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>What it logged, what became of its plugins, how it failed, without the stack, and its exit code: what an operator finds.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            _lines.Add(line);
        }

        await _process.WaitForExitAsync(_limit.Token);
        var error = (await _error).Split('\n').TakeWhile(static line => !line.StartsWith("   at ", StringComparison.Ordinal)).Where(static line => line.Length > 0);
        return [.. _lines.Where(static line => !IsMark(line)).Select(WithoutTime), .. error, $"exit code {_process.ExitCode}"];
    }

    /// <summary>Replaces what is another number each time.</summary>
    public static string WithoutTime(string line) => Time().Replace(line, "in … ms");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _limit.Dispose();
    }

    private static bool IsMark(string line) => line.StartsWith(Mark, StringComparison.Ordinal);

    [GeneratedRegex("in [0-9]+ ms")]
    private static partial Regex Time();
}
