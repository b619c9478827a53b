using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Trust;

/// <summary>What the audit log says of loads, activations, reloads and refusals, and what is said of publishers and capabilities.</summary>
[Collection(nameof(Alone))]
public sealed class AuditTests : IDisposable
{
    private const string Variable = "DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS";

    private readonly TestLogs _logs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> Audit => _logs.Lines.Where(static line => line.Contains(" Dagstack.Extensions.Plugins.Audit[", StringComparison.Ordinal));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _logs.Dispose();
    }

    [Fact]
    public async Task Start_OfALockedPlugin_IsAuditedWithHashPublisherAndWhoAsked()
    {
        using var plugins = new LockedPlugins("maintainer = \"Acme\"");
        var hash = Assert.Single((await plugins.LockAsync()).File.Plugins).Sha256;

        await using var host = await plugins.StartAsync(services: AddLogs);

        Assert.Equal(
            [
                $"Information Dagstack.Extensions.Plugins.Audit[70] Loading plugin greeter:one 1.0.0 of Acme from {Path.Combine(plugins.Folder, "dagstack.toml")} by in_process, SHA-256 {hash}, asked by start",
                $"Information Dagstack.Extensions.Plugins.Audit[71] Plugin greeter:one 1.0.0 of Acme serves as generation 1, SHA-256 {hash}, asked by start",
            ],
            Audit);
        Assert.Equal(("Acme", false), (host.Status(LockedPlugins.Id).Publisher, host.Status(LockedPlugins.Id).IsUntrusted));
    }

    [Fact]
    public async Task Refusal_IsAuditedWithItsCodeAndReason()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        LockedPlugins.Flip(Path.Combine(plugins.Folder, "words.dll"));

        await using var host = await plugins.StartAsync(services: AddLogs);
        await host.Registry.RetryAsync(Token);

        var refusals = Audit.ToList();
        Assert.Equal(2, refusals.Count);
        Assert.All(refusals, static line => Assert.Contains("[73] Refused plugin greeter:one 1.0.0 of nobody from ", line, StringComparison.Ordinal));
        Assert.All(refusals, static line => Assert.Contains("(LockMismatch)", line, StringComparison.Ordinal));
        Assert.Contains("asked by start: ", refusals[0], StringComparison.Ordinal);
        Assert.Contains("asked by API: ", refusals[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "API")]
    [InlineData(false, "watch")]
    public async Task Reload_IsAuditedWithWhoAsked(bool isAsked, string expected)
    {
        using var plugins = new LockedPlugins();
        await using var host = await TestProvider.StartAsync(
            o => o.Discover(plugins.Root).WatchForChanges(static watch => watch.StableWindow = TimeSpan.FromMilliseconds(20)).AuditLog = true,
            AddLogs);

        if (isAsked)
        {
            await host.Registry.ReloadAsync(LockedPlugins.Id, Token);
        }
        else
        {
            File.WriteAllBytes(Path.Combine(plugins.Folder, "words.dll"), LockedPlugins.OtherLibrary);
        }

        await Wait.UntilAsync(() => Audit.Any(static line => line.Contains("[72] ", StringComparison.Ordinal)));
        var reload = Audit.First(static line => line.Contains("[72] ", StringComparison.Ordinal));
        Assert.Matches($"was reloaded \\(Replaced\\): generation 2 is there, SHA-256 [0-9a-f]{{64}}, asked by {expected}$", reload);
        Assert.Contains(Audit, line => line.EndsWith($"asked by {expected}", StringComparison.Ordinal) && line.Contains("[71] ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithoutALockAndUnasked_SaysNothingOfEach()
    {
        using var plugins = new LockedPlugins();

        await using var host = await TestProvider.StartAsync(o => o.Discover(plugins.Root), AddLogs);

        Assert.Empty(Audit);
    }

    [Theory]
    [InlineData(null, "maintainer = \"Acme\"", false)]
    [InlineData("acme", "maintainer = \"Acme\"", false)]
    [InlineData("other; AC*", "authors = [\"X\", \"Acme\"]", false)]
    [InlineData("other", "maintainer = \"Acme\"", true)]
    [InlineData("other", "", true)]
    public async Task Publisher_OffTheList_IsMarkedAndWarnedOfOnceAndServed(string? list, string more, bool isUntrusted)
    {
        Environment.SetEnvironmentVariable(Variable, list);
        using var plugins = new LockedPlugins(more);

        await using var host = await TestProvider.StartAsync(o => o.Discover(plugins.Root).AllowReload().Add("greeter:given", new Given()), AddLogs);
        await host.Registry.ReloadAsync(LockedPlugins.Id, Token);

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
        Assert.Equal(isUntrusted, host.Status(LockedPlugins.Id).IsUntrusted);
        Assert.False(host.Status("greeter:given").IsUntrusted);
        Assert.Equal(isUntrusted ? 1 : 0, Audit.Count(static line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("[75] Plugin greeter:one is untrusted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Capabilities_AreSaidOnce_ThoseOfSecurityApart()
    {
        using var plugins = new LockedPlugins("capabilities = [\"network\", \"fast\", \"subprocess\"]");

        await using var host = await TestProvider.StartAsync(o => o.Discover(plugins.Root).AllowReload(), AddLogs);
        await host.Registry.ReloadAsync(LockedPlugins.Id, Token);

        Assert.Single(Audit, static line => line.EndsWith("[74] Plugin greeter:one declares network, subprocess to matter for security, and fast for routing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logger_ThatThrows_HoldsNothingUp()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();

        await using var host = await plugins.StartAsync(services: static services => services.AddLogging(static logging => logging.AddProvider(new ThrowingLogs())));

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
    }

    private void AddLogs(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(_logs));

    private sealed class Given : Fixtures.IGreeter
    {
        public string Greet(string name) => "given";
    }

    private sealed class ThrowingLogs : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new InvalidOperationException("no log");

        public void Dispose()
        {
        }
    }
}
