using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>Calls of a plugin in a host whose plugins are being read and listened to, and in the same host when nobody looks.</summary>
internal static class PageTurns
{
    private const int Rounds = 21;
    private const int PluginCount = 500;
    private const int Listeners = 50;
    private const int ReadsPerSecond = 100;
    private const int CallsAtOnce = 10_000;

    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var meter = new Meter();
        builder.Services.AddDagstackPlugins(o => Array.ForEach(MeterHost.Keys(PluginCount), key => o.Add(key, meter)));
        await using var application = builder.Build();
        application.MapDagstackPlugins("/plugins", o => o.MaxListeners = Listeners);
        await application.StartAsync().ConfigureAwait(false);
        var proxy = application.Services.GetRequiredKeyedService<IMeter>(MeterHost.Key(0));

        // Those who read are a process of their own: what they take is not the host's.
        using var readers = new LineProcess("dotnet", typeof(PageTurns).Assembly.Location, "turns", "page", application.Urls.First());
        await readers.AskAsync("listen\n"u8.ToArray()).ConfigureAwait(false);
        var read = 0;
        await TurnTable.WriteAsync($"{CallsAtOnce:N0} calls, {PluginCount} plugins", Rounds,
        [
            new("nobody reads", () => Task.Run(() => Call(proxy))),
            new($"{ReadsPerSecond} reads a second, {Listeners} listeners", async () =>
            {
                await readers.AskAsync("read\n"u8.ToArray()).ConfigureAwait(false);
                var taken = await Task.Run(() => Call(proxy)).ConfigureAwait(false);
                read += int.Parse((await readers.AskAsync("rest\n"u8.ToArray()).ConfigureAwait(false)).Span, CultureInfo.InvariantCulture);
                return taken;
            }),
        ]).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{read / (Rounds + 1.0) / s_turn.TotalSeconds:N0} reads a second were answered."));
    }

    /// <summary>Reads and listens, as the lines of the input say.</summary>
    public static async Task ReadAsync(string address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Listeners }) { BaseAddress = new(address), Timeout = Timeout.InfiniteTimeSpan };
        var (reads, resting) = (Task.FromResult(0), new CancellationTokenSource());
        while (Console.ReadLine() is { } line)
        {
            var answer = 0;
            switch (line)
            {
                case "listen":
                    var listening = Enumerable.Range(0, Listeners).Select(_ => ListenAsync(client)).ToList();
                    await Task.WhenAll(listening).ConfigureAwait(false);
                    break;
                case "read":
                    resting = new();
                    reads = ReadManyAsync(client, resting.Token);
                    break;
                default:
                    await resting.CancelAsync().ConfigureAwait(false);
                    answer = await reads.ConfigureAwait(false);
                    resting.Dispose();
                    break;
            }

            Console.WriteLine(answer.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Listens to the end; the task completes when the first snapshot is there.</summary>
    private static async Task ListenAsync(HttpClient client)
    {
        var stream = await client.GetStreamAsync(new Uri("/plugins/events", UriKind.Relative)).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        _ = await stream.ReadAsync(buffer).ConfigureAwait(false);
        _ = Task.Run(async () =>
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
            }
        });
    }

    private static async Task<int> ReadManyAsync(HttpClient client, CancellationToken resting)
    {
        var count = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ReadsPerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(resting).ConfigureAwait(false))
            {
                var body = await client.GetByteArrayAsync(new Uri("/plugins", UriKind.Relative), CancellationToken.None).ConfigureAwait(false);
                count += body.Length > PluginCount * 50 ? 1 : throw new InvalidOperationException(Encoding.UTF8.GetString(body));
            }
        }
        catch (OperationCanceledException)
        {
            // It rests.
        }

        return count;
    }

    private static (TimeSpan Time, int Count) Call(IMeter proxy)
    {
        var (start, count) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            for (var i = 0; i < CallsAtOnce; i++)
            {
                proxy.Read(1);
            }

            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < s_turn);
        return (Stopwatch.GetElapsedTime(start), count);
    }
}
