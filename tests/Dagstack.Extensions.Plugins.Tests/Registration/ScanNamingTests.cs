using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>The function that names scanned classes is code of others: it may call back, and what it returns may be no name.</summary>
public sealed class ScanNamingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scan_NamingCallsAddDagstackPlugins_WhatItAddsIsThereToo()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDagstackPlugins(o => o
            .Scan(Of<FirstGreeter, SecondGreeter>, type =>
            {
                services.AddDagstackPlugins(inner => inner.Add($"greeter:of-{type.Name.ToLowerInvariant()}", new CodePlugin()));
                return type.Name.ToLowerInvariant();
            })
            .Add("greeter:given", new CodePlugin()));
        Assert.Equal(["greeter:firstgreeter", "greeter:given", "greeter:of-firstgreeter", "greeter:of-secondgreeter", "greeter:secondgreeter"], await StartedAsync(services));
    }

    [Fact]
    public async Task Scan_NamingScansTheSameClassesInACallOfItsOwn_EachIsNamedOnce()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var named = 0;
        services.AddDagstackPlugins(o => o.Scan(Of<FirstGreeter, SecondGreeter>, Name));
        Assert.Equal(["greeter:firstgreeter", "greeter:secondgreeter"], await StartedAsync(services));
        Assert.Equal(2, named);

        string Name(Type type)
        {
            Assert.InRange(++named, 1, 10);
            services.AddDagstackPlugins(inner => inner.Scan(Of<FirstGreeter, SecondGreeter>, Name));
            return type.Name.ToLowerInvariant();
        }
    }

    [Theory]
    [InlineData(nameof(DagstackPluginOptions.Discover))]
    [InlineData(nameof(DagstackPluginOptions.Scan))]
    [InlineData(nameof(DagstackPluginOptions.Add))]
    public async Task Scan_NamingUsesTheOptions_IsRefusedAndTheOtherClassesArePlugins(string member)
    {
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o.Scan(Of<FirstGreeter, SecondGreeter>, type =>
            {
                if (type == typeof(FirstGreeter))
                {
                    _ = member switch
                    {
                        nameof(DagstackPluginOptions.Discover) => o.Discover("plugins/"),
                        nameof(DagstackPluginOptions.Scan) => o.Scan(Of<ThirdGreeter, ThirdGreeter>),
                        _ => o.Add("greeter:late", new CodePlugin()),
                    };
                }

                return type.Name.ToLowerInvariant();
            }),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(["greeter:secondgreeter"], provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()));
        Assert.Contains(logs.Lines, static line => line.Contains("FirstGreeter, which a scan has found for the kind 'greeter'", StringComparison.Ordinal) && line.Contains("call of AddDagstackPlugins", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_KeptAndUsedAfterTheCall_AreRefused()
    {
        var services = new ServiceCollection();
        DagstackPluginOptions? kept = null;
        services.AddDagstackPlugins(o => kept = o);
        var fault = Assert.Throws<InvalidOperationException>(() => kept!.Discover("plugins/"));
        Assert.Contains("AddDagstackPlugins(o => …)", fault.Message, StringComparison.Ordinal);

        // The next call gets the same options, and opens them again.
        services.AddDagstackPlugins(o => Assert.Same(o, kept!.Add("greeter:again", new CodePlugin())));
    }

    [Fact]
    public async Task AddDagstackPlugins_WithinItself_BothAreTakenAndThereIsOneHost()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDagstackPlugins(o =>
        {
            o.Add("greeter:before", new CodePlugin());
            services.AddDagstackPlugins(static inner => inner.Add("greeter:inner", new CodePlugin()));
            o.Add("greeter:after", new CodePlugin());
        });
        Assert.Single(services, static descriptor => descriptor.ServiceType == typeof(IPluginRegistry));
        Assert.Equal(["greeter:after", "greeter:before", "greeter:inner"], await StartedAsync(services));
    }

    [Fact]
    public async Task Scan_NamingReturnsNull_NameIsMadeOfTheClass()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Scan(Of<FirstGreeter, SecondGreeter>, static _ => null!));
        Assert.Equal(["greeter:first", "greeter:second"], provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("greeter:first")]
    [InlineData("first\u001b[31m")]
    public async Task Scan_NamingReturnsNoName_IsUnavailableAndSaysWhatItReturned(string name)
    {
        await using var provider = await TestProvider.StartAsync(o => o.Scan(Of<FirstGreeter, SecondGreeter>, type => type == typeof(FirstGreeter) ? name : "second"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:second").State);
        var status = Assert.Single(provider.Registry.Plugins, static plugin => plugin.Id?.Name != "second");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.ManifestInvalid), (status.State, status.Code));
        Assert.Contains(nameof(FirstGreeter), status.Path, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', status.Reason!);
        Assert.Contains("name", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_NamingReturnsOneNameForTwo_IsAConflictThatNamesBoth()
    {
        await using var provider = TestProvider.Build(static o => o.Scan(Of<FirstGreeter, SecondGreeter>, static _ => "same"));
        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => provider.Services.SetupPluginsAsync(Token));
        Assert.Contains(nameof(FirstGreeter), fault.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SecondGreeter), fault.Message, StringComparison.Ordinal);
    }

    private static void Of<TFirst, TSecond>(Scrutor.ITypeSourceSelector scan) => scan.FromTypes(typeof(TFirst), typeof(TSecond)).AddClasses(publicOnly: false);

    private static async Task<IEnumerable<string?>> StartedAsync(IServiceCollection services)
    {
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(Token);
        return [.. provider.GetRequiredService<IPluginRegistry>().Plugins.Where(static plugin => plugin.State == PluginState.Ready).Select(static plugin => plugin.Id.ToString()).Order(StringComparer.Ordinal)];
    }

    private sealed class FirstGreeter : IGreeter
    {
        public string Greet(string name) => name;
    }

    private sealed class SecondGreeter : IGreeter
    {
        public string Greet(string name) => name;
    }

    private sealed class ThirdGreeter : IGreeter
    {
        public string Greet(string name) => name;
    }
}
