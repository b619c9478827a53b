using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>How plugins get the built-in resources, and when these end.</summary>
public sealed class WiringTests
{
    private const string All = "[plugin.resources]\nrequired = [\"clock\", \"rng\", \"blob_store\", \"tmpdir\", \"http_client\"]";

    private static readonly byte[] s_content = [1, 2, 3];

    [Fact]
    public async Task Constructor_EveryBuiltInResource_IsGiven()
    {
        using var folders = new PluginFolders().Add("all", "AllResources", All);
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Null(provider.Status("greeter:all").Reason);
        Assert.Equal("True True True", provider.Greeter("all").Greet("x"));
    }

    [Theory]
    [InlineData("blob_store", "BlobStore")]
    [InlineData("tmpdir", "TempDir")]
    [InlineData("http_client", "HttpClient")]
    public async Task Constructor_ResourceThatIsNotDeclared_NamesTheLineToAdd(string name, string type)
    {
        using var folders = new PluginFolders().Add("all", "AllResources", All.Replace($", \"{name}\"", string.Empty, StringComparison.Ordinal));
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:all");
        Assert.Equal("MissingDependency", status.Code);
        Assert.Contains($"takes the resource '{name}' (parameter", status.Reason, StringComparison.Ordinal);
        Assert.Contains($"of type {type})", status.Reason, StringComparison.Ordinal);
        Assert.Contains($"Add \"{name}\" to 'required' or 'optional'", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_HostWithAFakeTimeProvider_StandsStillForPluginsToo()
    {
        var time = new FakeTimeProvider(new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));
        Clock? clock = null;
        await using var provider = await TestProvider.StartAsync(o => o.AddNeedy<Clock>("timed", "clock", got => clock = got), services => services.AddSingleton<TimeProvider>(time));
        Assert.Equal(time.GetUtcNow(), clock!.Now);
        var before = clock.MonotonicNanoseconds;
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(time.GetUtcNow(), clock.Now);
        Assert.Equal(2_000_000_000, clock.MonotonicNanoseconds - before);
    }

    [Fact]
    public async Task BlobStore_TwoPlugins_HaveAPartEachThatTheHostSees()
    {
        var stores = new Dictionary<string, BlobStore>();
        await using var provider = await TestProvider.StartAsync(o => o
            .AddNeedy<BlobStore>("one", "blob_store", got => stores["one"] = got)
            .AddNeedy<BlobStore>("two", "blob_store", got => stores["two"] = got));
        await stores["one"].PutAsync("a/b", s_content, TestContext.Current.CancellationToken);
        Assert.Equal(["a/b"], await stores["one"].ListAsync("a", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Null(await stores["two"].GetAsync("a/b", TestContext.Current.CancellationToken));
        await using var scope = provider.Services.CreateAsyncScope();
        Assert.Equal(s_content, await scope.ServiceProvider.GetRequiredService<BlobStore>().GetAsync("greeter/one/a/b", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task UseFileBlobStore_Restarted_HasWhatWasStored()
    {
        using var folder = new TempFolder();
        BlobStore? store = null;
        for (var run = 0; run < 2; run++)
        {
            await using var provider = await TestProvider.StartAsync(o => o.UseFileBlobStore(folder.Path).AddNeedy<BlobStore>("one", "blob_store", got => store = got));
            Assert.Equal(run == 1, await store!.ExistsAsync("kept", TestContext.Current.CancellationToken));
            await store.PutAsync("kept", s_content, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task UseFileBlobStore_FolderOfTheCheckpoints_StopsTheStart()
    {
        await using var provider = TestProvider.Build(static o => o.UseFileBlobStore("data").UseFileCheckpoints("data"));
        var fault = await Assert.ThrowsAsync<PluginRegistryException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("the same folder, 'data'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TempDir_OfAResourceWhoseEndThrows_IsGoneAllTheSame()
    {
        using var root = new TempFolder();
        await using var provider = await TestProvider.StartAsync(o => o
            .UseTempRoot(root.Path)
            .DecorateResource<TempDir>("tmpdir", static (inner, _, _) => new FaultyFolder(inner))
            .AddNeedy<TempDir>("temp", "tmpdir", static got => Assert.True(Directory.Exists(got.Path))));
        var fault = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("cannot end", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(root.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TempDir_AfterTeardown_IsGoneAlsoIfTeardownThrows(bool throws)
    {
        using var root = new TempFolder();
        var path = string.Empty;
        var wasThere = false;
        var provider = await TestProvider.StartAsync(o => o.UseTempRoot(root.Path).AddNeedy<TempDir>(
            "temp",
            "tmpdir",
            got =>
            {
                path = got.Path;
                using var file = got.CreateFile();
            },
            () =>
            {
                wasThere = Directory.EnumerateFiles(path).Any();
                return throws ? throw new InvalidOperationException("no") : new(true);
            }));
        Assert.StartsWith(root.Path, path, StringComparison.Ordinal);
        var fault = await Record.ExceptionAsync(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(throws, fault is TeardownErrorsException);
        Assert.True(wasThere);
        Assert.Empty(Directory.EnumerateFileSystemEntries(root.Path));
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Rng_SeededOfTheHost_TwoPluginsDoNotDisturbEachOther()
    {
        var generators = new List<Rng>();
        await using var provider = await TestProvider.StartAsync(
            o => o.AddNeedy<Rng>("one", "rng", generators.Add).AddNeedy<Rng>("two", "rng", generators.Add),
            static services => services.AddScoped<Rng>(static _ => new Seeded()));
        ulong[] first = [.. Enumerable.Range(0, 5).Select(_ => generators[0].NextUInt64())];
        ulong[] second = [.. Enumerable.Range(0, 5).Select(_ => generators[1].NextUInt64())];
        Assert.Equal(first, second);
        Assert.NotSame(generators[0], generators[1]);
    }

    [Fact]
    public async Task TwoHosts_OfOneCollection_HaveResourcesOfTheirOwn()
    {
        var stores = new List<BlobStore>();
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.AddNeedy<BlobStore>("one", "blob_store", stores.Add));
        await using var first = TestProvider.Build(services);
        await using var second = TestProvider.Build(services);
        await first.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await second.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await stores[0].PutAsync("a", s_content, TestContext.Current.CancellationToken);
        Assert.False(await stores[1].ExistsAsync("a", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HostScope_ByTypeAndByName_IsOneObject()
    {
        await using var provider = TestProvider.Build(static _ => { });
        await using var scope = provider.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        Assert.Same(services.GetRequiredService<TempDir>(), services.GetRequiredKeyedService<TempDir>("tmpdir"));
        Assert.Same(services.GetRequiredService<BlobStore>(), services.GetRequiredKeyedService<BlobStore>("blob_store"));
        Assert.NotNull(services.GetRequiredKeyedService<HttpClient>("http_client"));
        Assert.NotNull(services.GetRequiredService<HttpClient>());
    }

    private sealed class FaultyFolder(TempDir inner) : TempDir, IDisposable
    {
        public override string Path => inner.Path;

        public void Dispose() => throw new InvalidOperationException("cannot end");
    }

    private sealed class Seeded : Rng
    {
        private readonly Random _random = new(7);

        public override ulong NextUInt64() => (ulong)_random.NextInt64();
    }
}
