using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A database context of the host in a plugin, as docs/plugins.md has it, with Entity Framework itself.</summary>
public sealed class DbContextTests : IAsyncLifetime
{
    private const string KeepsIt = "Warning Dagstack.Extensions.Plugins[25] Plugin greeter:keeper keeps as long as it runs what the host has one of for each scope: Shop.ShopContext";

    private readonly SqliteConnection _connection = new("DataSource=:memory:");
    private readonly ConcurrentQueue<string> _events = new();
    private readonly TempFolder _folder = new();
    private readonly TestLogs _logs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _connection.OpenAsync(Token);
        await using var shop = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(_connection).Options, []);
        await shop.Database.EnsureCreatedAsync(Token);
        shop.Orders.AddRange(new Order { Customer = "ada" }, new Order { Customer = "ada" }, new Order { Customer = "bob" });
        await shop.SaveChangesAsync(Token);
    }

    [Fact]
    public async Task ScopeFactory_TwoCalls_EachHasAContextThatEndsWithItsScope()
    {
        Add("counter", "OrderCounter");
        await using var provider = await StartAsync();
        Assert.Null(provider.Status("greeter:counter").Reason);
        Assert.Empty(_events);
        Assert.Equal("2", await provider.Greeter("counter").GreetAsync("ada", Token));
        Assert.Equal("1", await provider.Greeter("counter").GreetAsync("bob", Token));
        var (made, disposed) = (Made(), Disposed());
        Assert.Equal(2, made.Distinct().Count());
        Assert.Equal(made, disposed);
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("Dagstack.Extensions.Plugins[25]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScopeFactory_CallsAtOnce_EachHasAContextOfItsOwn()
    {
        Add("counter", "OrderCounter");
        await using var provider = await StartAsync();
        var counter = provider.Greeter("counter");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => counter.GreetAsync("ada", Token))), static count => Assert.Equal("2", count));
        Assert.Equal(20, Made().Distinct().Count());
        Assert.Equal(Made().Order(), Disposed().Order());
    }

    [Fact]
    public async Task Constructor_TakesTheContext_IsWarnedOfOnceAndItEndsWithThePlugin()
    {
        Add("keeper", "KeepingOrderCounter");
        await using var provider = await StartAsync();
        Assert.Equal("2", await provider.Greeter("keeper").GreetAsync("ada", Token));
        Assert.Equal("1", await provider.Greeter("keeper").GreetAsync("bob", Token));
        Assert.Single(Made());
        Assert.Empty(Disposed());
        await provider.Registry.ReloadAsync("greeter:keeper", Token);
        Assert.Equal("2", await provider.Greeter("keeper").GreetAsync("ada", Token));
        Assert.Equal((2, 1), (Made().Count, Disposed().Count));
        Assert.Single(_logs.Lines, static line => line.StartsWith(KeepsIt, StringComparison.Ordinal));
        await provider.Registry.TeardownPluginAsync("greeter:keeper", Token);
        Assert.Equal(Made(), Disposed());
    }

    [Fact]
    public async Task Reload_OfAPluginThatUsedAContext_TheOldCodeIsGone()
    {
        Add("counter", "OrderCounter");
        await using var provider = await StartAsync();
        Assert.Equal("2", await provider.Greeter("counter").GreetAsync("ada", Token));
        var reload = await provider.Registry.ReloadAsync("greeter:counter", Token);
        Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome);
        Assert.True(reload.Unload == PluginUnloadOutcome.Unloaded, string.Join(Environment.NewLine, reload.Hints));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _folder.Dispose();
        _logs.Dispose();
    }

    private List<string> Made() => [.. _events.Where(static line => line.StartsWith("made ", StringComparison.Ordinal)).Select(static line => line[5..])];

    private List<string> Disposed() => [.. _events.Where(static line => line.StartsWith("disposed ", StringComparison.Ordinal)).Select(static line => line[9..])];

    /// <summary>Makes a folder of the plugin project as it was built, for one of its classes.</summary>
    private void Add(string name, string className)
    {
        var built = Path.Combine(AppContext.BaseDirectory, "plugins", "shop");
        foreach (var file in Directory.GetFiles(built).Where(static file => Path.GetFileName(file) != "dagstack.toml"))
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));
            File.Copy(file, Path.Combine(_folder.Path, name, Path.GetFileName(file)));
        }

        var manifest = File.ReadAllText(Path.Combine(built, "dagstack.toml"));
        _folder.Write($"{name}/dagstack.toml", manifest.Replace("shop-counter", name, StringComparison.Ordinal).Replace("OrderCounter", className, StringComparison.Ordinal));
    }

    private Task<TestProvider> StartAsync() => TestProvider.StartAsync(
        o => o.Discover(_folder.Path).AllowReload(),
        services => services
            .AddSingleton(_events)
            .AddDbContext<ShopContext>(options => options.UseSqlite(_connection))
            .AddLogging(logging => logging.AddProvider(_logs)));
}
