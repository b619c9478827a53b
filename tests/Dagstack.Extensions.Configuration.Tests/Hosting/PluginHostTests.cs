using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Hosting;

/// <summary>The section of a plugin in a dagstack file, in a real host with a real plugin.</summary>
public sealed class PluginHostTests
{
    [Theory]
    [InlineData("app-config.yaml", "chunker:\n  fixed:\n    max_size: {0}\n")]
    [InlineData("app-config.json", "{{\"chunker\":{{\"fixed\":{{\"MaxSize\":{0}}}}}}}")]
    [InlineData("app-config.toml", "[chunker.fixed]\nmax_size = {0}\n")]
    public async Task Section_OfAPlugin_BindsAndIsLive(string file, string form)
    {
        using var folder = new TempFolder();
        folder.Write(file, Text(form, "5"));
        var changed = new SemaphoreSlim(0);
        using var host = Build(folder, file, out var configuration);
        using var registration = Microsoft.Extensions.Primitives.ChangeToken.OnChange(configuration.GetReloadToken, () => changed.Release());
        await host.StartAsync(TestContext.Current.CancellationToken);
        var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed");
        Assert.Equal(["Hello", ", dag", "stack", "!"], Pieces(chunker));

        folder.Write(Path.GetFileNameWithoutExtension(file) + ".local" + Path.GetExtension(file), Text(form, "8"));
        Assert.True(await changed.WaitAsync(Limits.Patience));
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (!Pieces(chunker).SequenceEqual(["Hello, d", "agstack!"]))
        {
            // The plugin hears of the same change, perhaps after this test.
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AddDagstackConfig_OnServices_InjectsAndLogsToTheHost()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "chunker: {fixed: {max_size: 5}}\n");
        var log = new ListLogger();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
        builder.Configuration.SetBasePath(folder.Path).AddDagstackConfig("app-config.yaml");
        builder.Services.AddDagstackConfig().AddDagstackConfig();
        builder.Logging.AddProvider(new OneLogger(log));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var config = host.Services.GetRequiredService<DagstackConfig>();
        Assert.Equal(5, config.GetInt32("chunker.fixed.max_size"));
        using var subscription = config.OnSectionChange<Dictionary<string, int>>("chunker.fixed", static (_, _) => { });
        Assert.Contains(log.Lines, static line => line.Contains("subscription_without_watch", StringComparison.Ordinal));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TomlFile_TypoWhileRunning_IsAWarningInTheHostsLog(bool alsoDagstackFiles)
    {
        using var folder = new TempFolder();
        folder.Write("app.toml", "size = 1\n");
        folder.Write("app.yaml", "a: 1\n");
        var log = new ListLogger();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
        builder.Configuration.SetBasePath(folder.Path).AddTomlFile("app.toml");
        if (alsoDagstackFiles)
        {
            builder.Configuration.AddDagstackConfig("app.yaml");
        }

        builder.Services.AddDagstackConfig();
        builder.Logging.AddProvider(new OneLogger(log));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        folder.Write("app.toml", "size = 2\nsize =\n");
        ((IConfigurationRoot)builder.Configuration).Reload();

        Assert.Equal("1", builder.Configuration["size"]);
        var line = Assert.Single(log.Lines, static line => line.Contains("TomlRefused", StringComparison.Ordinal));
        Assert.StartsWith("Warning TomlRefused: The TOML file app.toml has changed and was refused, and the old values stay. app.toml(2,", line, StringComparison.Ordinal);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AddDagstackConfig_OnServicesWithoutFiles_SaysWhatIsMissing()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDagstackConfig();
        using var host = builder.Build();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("AddDagstackConfig(\"app-config.yaml\")", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_UnderAnInnocentName_IsShownNowhere()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "chunker: {fixed: {max_size: '${secret:env:SIZE}'}}\n");
        foreach (var (value, state) in new[] { ("5", PluginState.Ready), ("hush-hush", PluginState.Unavailable) })
        {
            var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
            var log = new ListLogger();
            builder.Logging.AddProvider(new OneLogger(log));
            builder.Configuration.SetBasePath(folder.Path).AddDagstackConfig("app-config.yaml", o => o.Variables = name => name == "SIZE" ? value : null);
            builder.Services.AddDagstackPlugins(static o => o.Discover(Path.Combine(AppContext.BaseDirectory, "plugins")));
            using var host = builder.Build();
            await host.StartAsync(TestContext.Current.CancellationToken);
            var registry = host.Services.GetRequiredService<IPluginRegistry>();
            var status = registry.Find(new("chunker", "fixed"))!;
            Assert.Equal(state, status.State);
            Assert.Equal("[MASKED]", Assert.Single(registry.DescribeConfiguration(new("chunker", "fixed"))).Value);
            Assert.DoesNotContain("hush", status.Reason ?? string.Empty, StringComparison.Ordinal);
            Assert.DoesNotContain(log.Lines, static line => line.Contains("hush", StringComparison.Ordinal));
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Change_ToASecretThatCannotBeHad_KeepsTheOldValuesAndTheHost()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "chunker: {fixed: {max_size: 5}}\n");
        var log = new ListLogger();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
        builder.Logging.AddProvider(new OneLogger(log));
        builder.Configuration.SetBasePath(folder.Path).AddDagstackConfig("app-config.yaml", static o => (o.Variables, o.EnvironmentName) = (static _ => null, string.Empty));
        builder.Services.AddDagstackPlugins(static o => o.Discover(Path.Combine(AppContext.BaseDirectory, "plugins")));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed");
        folder.Write("app-config.yaml", "chunker: {fixed: {max_size: '${secret:env:TYPO}'}}\n");
        ((IConfigurationRoot)builder.Configuration).Reload();
        Assert.Equal(["Hello", ", dag", "stack", "!"], Pieces(chunker));
        Assert.Contains(log.Lines, static line => line.StartsWith("Error ConfigurationRefused", StringComparison.Ordinal) || line.StartsWith("Warning ConfigurationRefused", StringComparison.Ordinal));
        Assert.Contains(log.Lines, static line => line.Contains("ConfigurationRefused", StringComparison.Ordinal) && line.Contains("TYPO", StringComparison.Ordinal));
        folder.Write("app-config.yaml", "chunker: {fixed: {max_size: 8}}\n");
        ((IConfigurationRoot)builder.Configuration).Reload();
        Assert.Equal(["Hello, d", "agstack!"], Pieces(chunker));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Build(TempFolder folder, string file, out IConfiguration configuration)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
        builder.Configuration.SetBasePath(folder.Path).AddDagstackConfig(file, static o => (o.ReloadOnChange, o.StableWindow, o.EnvironmentName) = (true, TimeSpan.FromMilliseconds(20), string.Empty));
        builder.Services.AddDagstackPlugins(static o => o.Discover(Path.Combine(AppContext.BaseDirectory, "plugins")));
        configuration = builder.Configuration;
        return builder.Build();
    }

    private static IEnumerable<string> Pieces(IChunker chunker) => chunker.Chunk("Hello, dagstack!").Select(static chunk => chunk.Text);

    private static string Text(string form, string size) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, size);

    private sealed class OneLogger(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
            // The logger is the test's.
        }
    }
}
