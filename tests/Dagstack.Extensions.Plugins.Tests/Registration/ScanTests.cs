using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Classes of the application that a scan finds are plugins.</summary>
public sealed class ScanTests
{
    [Fact]
    public async Task Scan_ClassesOfAContract_ArePluginsNamedAfterThem()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Scan(static s => s.FromAssemblyOf<ScanTests>().AddClasses(static f => f.AssignableTo<IScanned>(), publicOnly: false)));

        Assert.Equal(
            ["comparer:very-loud-greeter", "greeter:greeter", "greeter:has-words", "greeter:named", "greeter:quiet", "greeter:very-loud"],
            provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("QUIET x", provider.Greeter("quiet").Greet("x"));
        Assert.Equal((7, PluginState.Ready), (provider.Status("greeter:named").Priority, provider.Status("greeter:named").State));
        Assert.Equal(PluginState.Ready, provider.Status("comparer:very-loud-greeter").State);
        Assert.StartsWith("Dagstack.Extensions.Plugins.Tests.dll!", provider.Status("greeter:quiet").Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_NamesGiven_AreTaken()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Scan(
            static s => s.FromTypes(typeof(QuietGreeter), typeof(NamedGreeter), typeof(EventLog)).AddClasses(publicOnly: false).AsImplementedInterfaces().WithScopedLifetime(),
            static type => "my-" + type.Name[..5].ToLowerInvariant()));

        Assert.Equal(["greeter:my-quiet", "greeter:named"], provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scan_NameThatIsNone_MakesThatPluginUnavailable()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Scan(static s => s.FromTypes(typeof(QuietGreeter), typeof(NamedGreeter)).AddClasses(publicOnly: false), static _ => "Not a name"));

        var status = Assert.Single(provider.Registry.Plugins, static plugin => plugin.Id?.Name != "named");
        Assert.Equal((PluginState.Unavailable, "ManifestInvalid"), (status.State, status.Code));
        Assert.Contains("QuietGreeter", status.Path, StringComparison.Ordinal);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:named").State);
    }

    [Fact]
    public async Task Scan_NamingThatThrows_IsAWarningAndTheRestGoesOn()
    {
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            static o => o.Scan(static s => s.FromTypes(typeof(QuietGreeter), typeof(NamedGreeter)).AddClasses(publicOnly: false), static _ => throw new InvalidTimeZoneException("no name")),
            services => services.AddLogging(logging => logging.AddProvider(logs)));

        Assert.Equal("greeter:named", Assert.Single(provider.Registry.Plugins).Id.ToString());
        Assert.Contains(logs.Lines, static line => line.Contains("QuietGreeter, which a scan has found for the kind 'greeter'", StringComparison.Ordinal) && line.Contains("no name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scan_ClassThatIsAPluginAlready_IsThatOnce(bool scanFirst)
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            if (scanFirst)
            {
                Scan(o);
            }

            o.AddFromAssemblyOf<ScanTests>();
            Scan(o);
        });

        Assert.Single(provider.Registry.Plugins, static plugin => plugin.Id.ToString() == "greeter:named");

        static void Scan(DagstackPluginOptions o) => o.Scan(static s => s.FromTypes(typeof(NamedGreeter)).AddClasses(publicOnly: false));
    }

    [Fact]
    public async Task Scan_ProxiesAndMiddleware_AreNoPlugins()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .Scan(static s => s.FromAssemblyOf<IGreeter>().AddClasses(publicOnly: false))
            .Scan(static s => s.FromTypes(typeof(Watcher), typeof(QuietGreeter)).AddClasses(publicOnly: false)));

        Assert.Equal("greeter:quiet", Assert.Single(provider.Registry.Plugins).Id.ToString());
    }

    [Fact]
    public async Task Scan_InTwoCalls_AddsUp()
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.Scan(static s => s.FromTypes(typeof(QuietGreeter)).AddClasses(publicOnly: false)));
        services.AddDagstackPlugins(static o => o.Scan(static s => s.FromTypes(typeof(QuietGreeter), typeof(NamedGreeter)).AddClasses(publicOnly: false)));
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, provider.GetRequiredService<IPluginRegistry>().Plugins.Count);
        Assert.Throws<ArgumentNullException>(() => services.AddDagstackPlugins(static o => o.Scan(null!)));
    }

    private interface IScanned;

    private sealed class QuietGreeter : IGreeter, IScanned
    {
        public string Greet(string name) => $"QUIET {name}";
    }

    private sealed class VeryLoudGreeter : IGreeter, IComparer<string>, IScanned
    {
        public string Greet(string name) => name;

        public int Compare(string? x, string? y) => 0;
    }

    private sealed class Greeter : IGreeter, IScanned
    {
        public string Greet(string name) => name;
    }

    private sealed class HasWords : IGreeter, IScanned
    {
        public string Greet(string name) => name;
    }

    private sealed class NoPlugin : IScanned;

    private sealed class Watcher : IPluginMiddleware
    {
        public ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next) => next(call);
    }

    [Plugin("greeter", "named", Priority = 7)]
    private sealed class NamedGreeter : IGreeter, IScanned
    {
        public string Greet(string name) => name;
    }
}
