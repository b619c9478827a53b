using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Chunking;
using Dagstack.Extensions.Plugins;

namespace HotReload;

/// <summary>Callers that send requests as fast as they are answered, and look at each answer, while the plugin behind it is replaced.</summary>
/// <param name="address">The address of the host.</param>
/// <param name="versions">How many versions of the plugin will have served at the end.</param>
internal sealed class Load(Uri address, int versions) : IDisposable
{
    private const int Connections = 4;

    /// <summary>How long a version may take to come, which is mostly the time of its build.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static readonly PluginId s_plugin = new("chunker", "fixed");
    private static readonly string s_text = string.Concat(Enumerable.Range(0, 50).Select(static i => (char)('a' + (i % 26))));

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = address };
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<int, int> _seen = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private int _requests;

    /// <summary>Sends requests until all versions have answered and what came before the last is unloaded, or no other version comes.</summary>
    /// <param name="registry">Tells what became of the plugin.</param>
    /// <param name="stopping">Ends it before.</param>
    /// <returns>The plugin as it is at the end.</returns>
    public async Task<PluginStatus> RunAsync(IPluginRegistry registry, CancellationToken stopping)
    {
        var callers = Enumerable.Range(0, Connections).Select(_ => Task.Run(CallAsync)).ToList();
        await WaitAsync(registry, stopping);
        await _over.CancelAsync();
        await Task.WhenAll(callers);
        return registry.Find(s_plugin) ?? throw new InvalidOperationException($"There is no plugin {s_plugin}.");
    }

    /// <summary>Prints what happened.</summary>
    /// <returns>Whether each request got the answer of one version, all versions came, and nothing of the earlier ones is left.</returns>
    public bool Report(PluginStatus plugin)
    {
        // A build that takes long to write its files may be two reloads.
        var reloads = plugin.Generation - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_requests:N0} requests, {_seen.Count} versions seen, {reloads} reloads, {_failures.Count} failed, {plugin.LeakedGenerations} generations alive"));
        foreach (var failure in _failures.Distinct().Take(5))
        {
            Console.WriteLine($"  {failure}");
        }

        return _failures.IsEmpty && _seen.Count == versions && reloads >= versions - 1 && plugin.LeakedGenerations == 0;
    }

    public void Dispose()
    {
        _client.Dispose();
        _over.Dispose();
    }

    private async Task WaitAsync(IPluginRegistry registry, CancellationToken stopping)
    {
        var (known, since) = (0, Stopwatch.GetTimestamp());
        while (!IsOver() && !stopping.IsCancellationRequested && Stopwatch.GetElapsedTime(since) < s_patience)
        {
            await Task.Delay(100, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_seen.Count > known)
            {
                (known, since) = (_seen.Count, Stopwatch.GetTimestamp());
            }
        }

        // What became of the generation before is known a little later than the new one serves.
        bool IsOver() => _seen.Count >= versions && registry.Find(s_plugin)?.LastReload is { Unload: not PluginUnloadOutcome.None };
    }

    private async Task CallAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var chunks = await _client.GetFromJsonAsync<Chunk[]>($"chunks?text={s_text}") ?? [];
                var version = VersionOf(chunks);
                if (_seen.TryAdd(version, 0))
                {
                    Console.WriteLine($"version {version} answers");
                }
            }
            catch (Exception failure)
            {
                _failures.Enqueue($"{failure.GetType()}: {failure.Message}");
            }

            Interlocked.Increment(ref _requests);
        }
    }

    /// <summary>Tells by the length of its pieces which version an answer is from: version 1 cuts ten letters at a time, version 2 eleven.</summary>
    private int VersionOf(Chunk[] chunks)
    {
        var size = chunks.Length > 0 ? chunks[0].Text.Length : 0;
        var isWhole = string.Concat(chunks.Select(static chunk => chunk.Text)) == s_text && chunks[..^1].All(chunk => chunk.Text.Length == size);
        return isWhole && size - 9 is var version && version >= 1 && version <= versions
            ? version
            : throw new InvalidDataException($"This is the answer of no version: {string.Join('|', chunks.Select(static chunk => chunk.Text))}");
    }
}
