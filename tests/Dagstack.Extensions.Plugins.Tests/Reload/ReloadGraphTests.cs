using System.Collections.Concurrent;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>A graph of plugins that are changed in every way at once, by files and by calls, while others call them and look at them.</summary>
[Collection(nameof(Alone))]
public sealed class ReloadGraphTests(ITestOutputHelper output)
{
    private const int Count = 20;
    private const int Callers = 3;
    private const int Seed = 20261123;

    private const string Named = """
        private string? _name;

        public ValueTask SetupAsync(PluginContext context, CancellationToken token)
        {
            _name = context.Manifest.Id.Name;
            return default;
        }

        public async Task<string> GreetAsync(string name, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return _name + "#" + Greet(name);
        }
        """;

    private const string Failing = "public ValueTask SetupAsync(PluginContext context, CancellationToken token) => throw new InvalidOperationException(\"no licence\");";

    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<string, int> _done = new();
    private readonly string[][] _dependencies = MakeGraph(new Random(Seed));

    private static int Seconds => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 60 : 5;

    [Fact]
    public async Task Changes_OfAllKindsAtOnce_NobodySeesATornState()
    {
        using var plugins = new ReloadablePlugins();
        for (var i = 0; i < Count; i++)
        {
            Write(plugins, i, 1);
        }

        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root).WatchForChanges(w => (w.StableWindow, w.RescanInterval) = (TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(500))));
        using var over = new CancellationTokenSource();
        List<Task> work =
        [
            .. Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAsync(provider, new Random(seed), over.Token))),
            Task.Factory.StartNew(() => Look(provider.Registry, over.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Run(() => ChangeFilesAsync(plugins, new Random(Seed), over.Token)),
            Task.Run(() => ReloadAsync(provider, new Random(Seed + 1), over.Token)),
        ];
        await Task.Delay(TimeSpan.FromSeconds(Seconds), TimeProvider.System, _cancelled);
        await over.CancelAsync();
        await Task.WhenAll(work).WaitAsync(Limits.Patience, _cancelled);
        output.WriteLine($"seed {Seed}, {Seconds} s: {string.Join(", ", _done.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} {pair.Value:N0}"))}");
        Assert.Empty(_violations.Take(5));

        // All that is mended comes back, and nothing else is left.
        for (var i = 0; i < Count; i++)
        {
            Write(plugins, i, 9);
        }

        await InRoundsAsync(provider.Registry, static all => all is { Count: Count } && all.All(static status => status.IsServing));
        await InRoundsAsync(provider.Registry, all => all.All(status => provider.Greeter(status.Id!.Value.Name).Greet("you") == "9"));

        await Wait.UntilAsync(() => LoadedContexts.Count("plugin greeter:node") == Count);
        Assert.All(provider.Registry.Plugins, static status => Assert.Equal(0, status.LeakedGenerations));
    }

    /// <summary>Waits for as many starts as there are plugins, each of which may take its time on a busy machine.</summary>
    private async Task InRoundsAsync(IPluginRegistry registry, Func<IReadOnlyList<PluginStatus>, bool> isSo)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                await Wait.UntilAsync(() => isSo(registry.Plugins));
                return;
            }
            catch (TimeoutException) when (round < 4)
            {
                // What is missing says why.
                output.WriteLine($"round {round}, {registry.Plugins.Count} plugins:\n{string.Join('\n', registry.Plugins.Select(static status => $"{status}, version {status.Version}, generation {status.Generation}, last reload {status.LastReload}"))}");
            }
        }
    }

    private static string NameOf(int number) => $"node{number:00}";

    private static string[][] MakeGraph(Random random) =>
        [.. Enumerable.Range(0, Count).Select(number => number == 0 ? [] : Enumerable.Range(0, random.Next(3)).Select(_ => NameOf(random.Next(number))).Distinct().ToArray())];

    private void Write(ReloadablePlugins plugins, int number, int version, string members = Named) => plugins.Write(
        NameOf(number),
        version,
        $"version = \"{version}.0.0\"\nreload = \"{(number % 5 == 0 ? "stop_first" : "overlap")}\"\ndepends_on = [{string.Join(", ", _dependencies[number].Select(static name => $"\"{name}\""))}]",
        members);

    /// <summary>Calls at full speed. What answers is the plugin that was asked; what fails says why.</summary>
    private async Task CallAsync(TestProvider provider, Random random, CancellationToken over)
    {
        var greeters = Enumerable.Range(0, Count).Select(number => provider.Greeter(NameOf(number))).ToArray();
        while (!over.IsCancellationRequested)
        {
            var number = random.Next(Count);
            try
            {
                var answer = await greeters[number].GreetAsync("you", CancellationToken.None);
                if (!answer.StartsWith(NameOf(number) + "#", StringComparison.Ordinal))
                {
                    _violations.Enqueue($"{NameOf(number)} was asked, and '{answer}' came");
                }

                Done("calls");
            }
            catch (PluginUnavailableException)
            {
                Done("calls of one that is not there");
            }
            catch (Exception fault)
            {
                _violations.Enqueue($"{NameOf(number)}: {fault}");
            }
        }
    }

    /// <summary>Looks at all states at once: what starts has dependencies that serve.</summary>
    private void Look(IPluginRegistry registry, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var all = registry.Plugins;
            var byName = all.Where(static status => status.Id is not null).ToLookup(static status => status.Id!.Value.Name);
            foreach (var status in all.Where(static status => status is { State: PluginState.Starting, Id: not null }))
            {
                var number = int.Parse(status.Id!.Value.Name.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
                foreach (var dependency in _dependencies[number].Where(dependency => !byName[dependency].Any(static other => other.IsServing)))
                {
                    _violations.Enqueue($"{status} starts, and {dependency} is {byName[dependency].FirstOrDefault()?.ToString() ?? "gone"}");
                }
            }

            Done("looks");
        }
    }

    private async Task ChangeFilesAsync(ReloadablePlugins plugins, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var number = random.Next(Count);
            switch (random.Next(10))
            {
                case 0 when Directory.Exists(plugins.FolderOf(NameOf(number))):
                    Directory.Delete(plugins.FolderOf(NameOf(number)), recursive: true);
                    Done("removals");
                    break;
                case 1:
                    Write(plugins, number, 2, Failing);
                    Done("failing setups");
                    break;
                case 2:
                    Write(plugins, number, 2);
                    await File.WriteAllTextAsync(Path.Combine(plugins.FolderOf(NameOf(number)), "dagstack.toml"), "[plugin", CancellationToken.None);
                    Done("broken manifests");
                    break;
                default:
                    Write(plugins, number, random.Next(1, 9));
                    Done("changes");
                    break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 60)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task ReloadAsync(TestProvider provider, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                var reload = await provider.Registry.ReloadAsync(new PluginId("greeter", NameOf(random.Next(Count))), CancellationToken.None);
                Done($"reloads {reload.Outcome}");
                if (reload.Unload == PluginUnloadOutcome.StillAlive)
                {
                    _violations.Enqueue($"{reload} {string.Join("; ", reload.Hints)}");
                }
            }
            catch (PluginNotFoundException)
            {
                Done("reloads of one that is not there");
                await Task.Yield();
            }
        }
    }

    private void Done(string what) => _done.AddOrUpdate(what, 1, static (_, count) => count + 1);
}
