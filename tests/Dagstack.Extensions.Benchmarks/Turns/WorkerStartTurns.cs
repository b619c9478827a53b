using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>The start of a worker, against a program of .NET that ends at once and a server of the SDK.</summary>
internal static class WorkerStartTurns
{
    private const int Rounds = 25;
    private const string Greeting = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""" + "\n";

    public static async Task RunAsync()
    {
        await using var box = new Letterbox();
        var root = await box.AddAsync("dotnet", "letter", "EchoLetter", "runtime = \"mcp_stdio\"").ConfigureAwait(false);
        using var host = new LineProcess(Letterbox.Server, "host", root);
        var start = "start\n"u8.ToArray();
        await TurnTable.WriteAsync("start of a process", Rounds,
        [
            new("a program that ends at once", () => TimeAsync(async () =>
            {
                using var process = Process.Start(new ProcessStartInfo(Letterbox.Nothing) { UseShellExecute = false })!;
                await process.WaitForExitAsync().ConfigureAwait(false);
            })),
            new("a worker, until it greets", () => TimeAsync(() => GreetAsync(new(Letterbox.Server) { Environment = { ["DOTNET_STARTUP_HOOKS"] = "Dagstack.Extensions.Plugins.Mcp", ["DAGSTACK_WORKER"] = "1" } }))),
            new("a server of the SDK, until it greets", () => TimeAsync(() => GreetAsync(new(Letterbox.Server, ["sdk"])))),
            new("a worker, until its plugin has answered its first call", async () =>
                (TimeSpan.FromMilliseconds(double.Parse((await host.AskAsync(start).ConfigureAwait(false)).Span, CultureInfo.InvariantCulture)), 1)),
        ]).ConfigureAwait(false);
    }

    private static async Task<(TimeSpan Time, int Count)> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run().ConfigureAwait(false);
        return (Stopwatch.GetElapsedTime(start), 1);
    }

    /// <summary>Starts a server, and ends it when it has answered the greeting.</summary>
    private static async Task GreetAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(Greeting).ConfigureAwait(false);
        await process.StandardInput.FlushAsync().ConfigureAwait(false);
        if (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is not { } answer || !answer.Contains("serverInfo", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("It did not greet.");
        }

        process.Kill();
    }
}
