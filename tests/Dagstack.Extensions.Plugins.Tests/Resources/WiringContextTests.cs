using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What a plugin has besides resources: its context.</summary>
public sealed class WiringContextTests
{
    [Fact]
    public async Task Context_PartsOfIt_AreConstructorParametersToo()
    {
        using var folders = new PluginFolders().Add("parts", "ContextParts", "[plugin.metadata]\nteam = \"search\"");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Null(provider.Status("greeter:parts").Reason);
        Assert.Equal("True True search", provider.Greeter("parts").Greet("halfway"));
        Assert.Contains(logs.Lines, static line => line.Contains("plugin.greeter.parts", StringComparison.Ordinal) && line.EndsWith("50 % done: halfway", StringComparison.Ordinal));
        Assert.Equal("1", provider.Greeter("parts").Greet("calls"));
    }

    [Fact]
    public async Task UseProgress_Given_GetsTheReportsOfEachPlugin()
    {
        using var folders = new PluginFolders().Add("parts", "ContextParts", "[plugin.metadata]\nteam = \"search\"");
        var sinks = new Dictionary<string, InMemoryProgress>();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).UseProgress((plugin, _) => sinks[plugin.ToString()] = new(TimeProvider.System)));
        provider.Greeter("parts").Greet("halfway");
        Assert.Equal("halfway", Assert.Single(sinks["greeter:parts"].Reports).Message);
    }

    [Fact]
    public async Task UseFileCheckpoints_Restarted_GoesOnWithThePluginsOwn()
    {
        using var folder = new TempFolder();
        for (var run = 0; run < 2; run++)
        {
            byte[]? mine = null;
            byte[]? others = [];
            await using var provider = await TestProvider.StartAsync(o => o.UseFileCheckpoints(folder.Path)
                .Add("greeter:one", new ContextTaker(async context =>
                {
                    mine = await context.Checkpoint.LoadAsync("at");
                    await context.Checkpoint.SaveAsync("at", new byte[] { 7 });
                }))
                .Add("greeter:two", new ContextTaker(async context => others = await context.Checkpoint.LoadAsync("at"))));
            Assert.Equal(run, mine?.Length ?? 0);
            Assert.Null(others);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registry_SetupOrTeardownFromAPluginsOwnSetup_IsRefusedAtOnce(bool setup)
    {
        Exception? fault = null;
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:eager", new ContextTaker(async context =>
            fault = await Record.ExceptionAsync(() => setup ? context.Registry.SetupAsync() : context.Registry.TeardownAsync()))));
        Assert.IsType<InvalidOperationException>(fault);
        Assert.Contains("'greeter:eager' called " + (setup ? "SetupAsync" : "TeardownAsync"), fault.Message, StringComparison.Ordinal);
        Assert.Contains("while it is starting itself", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_SetupWhenReady_IsForwarded()
    {
        IPluginRegistry? registry = null;
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:one", services =>
        {
            registry = services.GetRequiredService<IPluginRegistry>();
            return new CodePlugin();
        }));
        await registry!.SetupAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Ready, registry.Find(new("greeter", "one"))!.State);
    }
}
