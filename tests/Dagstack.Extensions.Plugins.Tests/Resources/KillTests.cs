using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Writer;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What is left by processes that were killed in the middle of writing.</summary>
/// <remarks>A killed process takes nothing from the operating system's cache. These tests say nothing about a loss of power.</remarks>
public sealed class KillTests
{
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 300 : 30;

    private static readonly PluginId s_writer = new("writer", "busy");

    private readonly Dictionary<(string Store, string Key), Acknowledgement> _acknowledged = [];

    [Fact]
    public async Task Stores_WritersKilledAtAnyMoment_KeepWhatWasAcknowledgedWhole()
    {
        const int seed = 20_260_101;
        using var folder = new TempFolder();
        var random = new Random(seed);
        var unfinished = 0;
        var total = 0;
        for (var round = 0; round < s_rounds; round++)
        {
            // One folder for all rounds: each writer starts from what the one before has left.
            using var writer = new WriterProcess(folder.Path, seed + round, (round * 1_000_000L) + 1);
            var acknowledged = await writer.KillAsync(TimeSpan.FromMilliseconds(random.Next(100)));
            total += acknowledged.Count;
            foreach (var item in acknowledged)
            {
                _acknowledged[(item.Store, item.Key)] = item;
            }

            foreach (var store in new[] { "blobs", "checkpoints" })
            {
                var root = folder.Combine(store);
                unfinished += CountUnfinished(root);
                await CheckAsync(store, root, round);
            }
        }

        // Otherwise no writer was killed while it wrote, and nothing was tested.
        Assert.True(unfinished >= s_rounds / 3, $"Only {unfinished} unfinished files in {s_rounds} rounds.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_rounds} writers killed, {total} acknowledgements, {unfinished} unfinished files.");
    }

    private static int CountUnfinished(string root) => Directory.Exists(Path.Combine(root, "#unfinished")) ? Directory.GetFiles(Path.Combine(root, "#unfinished")).Length : 0;

    /// <summary>Reads a store as the next process would.</summary>
    private async Task CheckAsync(string name, string root, int round)
    {
        var store = new PartOfStore(new FileBlobStore(root, NullLogger.Instance), s_writer);
        var keys = await store.ListAsync().ToListAsync();
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.All(keys, static key => Assert.Matches("^(memory|stream|units/Über-Größe)/[0-3]$", key));
        foreach (var key in keys)
        {
            var content = (await store.GetAsync(key))!;
            var version = Content.Read(content);
            Assert.True(version is not null, $"Round {round}: {name} {key} is torn: {content.Length} bytes.");

            // A put that was not acknowledged any more may have been the last.
            if (_acknowledged.TryGetValue((name, key), out var last))
            {
                Assert.True(version >= last.Version, $"Round {round}: {name} {key} has version {version}, and {last.Version} was acknowledged.");
                Assert.True(version > last.Version || Content.HashOf(content) == last.Hash, $"Round {round}: {name} {key} is not what was acknowledged.");
            }
        }

        Assert.Empty(_acknowledged.Keys.Where(item => item.Store == name).Select(static item => item.Key).Except(keys));

        // It goes on working, and what was left unfinished goes. Every other time a writer has to do that.
        if (round % 2 == 0)
        {
            await store.PutAsync("check", new byte[] { 1 });
            Assert.Equal(new byte[] { 1 }, await store.GetAsync("check"));
            Assert.True(await store.DeleteAsync("check"));
            Assert.Equal(0, CountUnfinished(root));
        }
    }
}
