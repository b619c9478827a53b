using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Levels of single plugins are configured as those of any category.</summary>
public sealed class PluginLogLevelTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly PluginFolders _folders = new PluginFolders().Add("one", "LoggingGreeter").Add("one-two", "LoggingGreeter").Add("my_own", "LoggingGreeter").Add("2nd__x-y", "LoggingGreeter");
    private readonly TestLogs _logs = new();

    [Theory]
    [InlineData("plugin", "2nd__x-y my_own one one-two")]
    [InlineData("plugin.greeter", "2nd__x-y my_own one one-two")]
    [InlineData("plugin.*.my_own", "my_own")]
    [InlineData("plugin.greeter.my_own", "my_own")]
    [InlineData("plugin.greeter.2nd__x-y", "2nd__x-y")]
    [InlineData("plugin.greeter.one-two", "one-two")]
    [InlineData("plugin.greeter.one", "one one-two")]
    [InlineData("plugin.reader", "")]
    public async Task Level_OfACategory_IsThatOfItsPlugins(string category, string expected)
    {
        using var host = await StartAsync((category, "Information"));
        Assert.Equal(expected, Say(host));
    }

    [Fact]
    public async Task Level_OfAPluginWhoseNameBeginsAnother_IsOverriddenByThatOfTheOther()
    {
        using var host = await StartAsync(("plugin.greeter.one", "Information"), ("plugin.greeter.one-two", "None"));
        Assert.Equal("one", Say(host));
    }

    [Fact]
    public async Task Level_ThatIsChangedWhileTheHostRuns_HoldsAtOnce()
    {
        using var host = await StartAsync();
        Assert.Equal(string.Empty, Say(host));
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        configuration["Logging:LogLevel:plugin.greeter.my_own"] = "Information";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal("my_own", Say(host));
    }

    public void Dispose()
    {
        _folders.Dispose();
        _logs.Dispose();
    }

    private async Task<IHost> StartAsync(params (string Category, string Level)[] levels)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        foreach (var (category, level) in levels)
        {
            builder.Configuration[$"Logging:LogLevel:{category}"] = level;
        }

        builder.Logging.ClearProviders().AddProvider(_logs);
        builder.Services.AddDagstackPlugins(options => options.Discover(_folders.Root));
        var host = builder.Build();
        await host.StartAsync(_cancellation).WaitAsync(Limits.Patience, _cancellation);
        return host;
    }

    /// <summary>Lets all plugins log, and gets the names of those whose lines have come.</summary>
    private string Say(IHost host)
    {
        var before = _logs.Lines.Count;
        foreach (var greeter in host.Services.GetRequiredService<IPlugins<IGreeter>>())
        {
            greeter.Greet("x");
        }

        return string.Join(' ', _logs.Lines.Skip(before).Where(static line => line.EndsWith("within x", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]["plugin.greeter.".Length..^"[0]".Length]).Order(StringComparer.Ordinal));
    }
}
