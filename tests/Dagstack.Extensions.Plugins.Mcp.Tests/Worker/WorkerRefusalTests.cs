using Microsoft.Extensions.DependencyInjection;
using Odd;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What a class in .NET cannot have in a process of its own: named, where it can be known, before one is started.</summary>
public sealed class WorkerRefusalTests
{
    [Theory]
    [InlineData("NeedsRegistry", "the host's view of its plugins (parameter 'registry' of type Dagstack.Extensions.Plugins.IPluginRegistry)")]
    [InlineData("NeedsEvents", "the events of the host (parameter 'events' of type Dagstack.Extensions.Plugins.PluginEvents)")]
    [InlineData("NeedsTenant", "the tenant whose access the host decides (parameter 'tenant' of type Dagstack.Extensions.Plugins.PluginTenant)")]
    [InlineData("NeedsOther", "the plugin 'odd:odd' (parameter 'other' of type Odd.IOdd)")]
    [InlineData("NeedsService", "a service of the host (parameter 'writer' of type System.IO.TextWriter)")]
    public async Task Constructor_TakesWhatOnlyTheHostHas_IsRefusedBeforeTheSpawn(string className, string what)
    {
        await using var host = await OddHost.StartAsync(className, add: static services => services.AddSingleton(TextWriter.Null));

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status.State, host.Status.Code));
        Assert.Contains(what, host.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("speaks MCP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Constructor_TakesWhatNobodyHas_IsRefusedByTheWorker()
    {
        await using var host = await OddHost.StartAsync("NeedsNothingThereIs");

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status.State, host.Status.Code));
        Assert.Contains("'address' of type System.Uri", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_CanDoWithout_GetsTheDefault()
    {
        await using var host = await OddHost.StartAsync("NeedsPerhaps", add: static services => services.AddSingleton(TextWriter.Null));

        Assert.Equal("without", await host.DoAsync("x"));
    }

    [Fact]
    public async Task Constructor_CanDoWithoutEvents_GetsTheDefault()
    {
        await using var host = await OddHost.StartAsync("NeedsEventsPerhaps");

        Assert.Equal("without", await host.DoAsync("x"));
    }

    [Theory]
    [InlineData("publish", "The plugin 'odd:odd' publishes the event 'odd.done', and runs in a process of its own, which events do not reach. Use the runtime 'in_process'")]
    [InlineData("subscribe", "The plugin 'odd:odd' subscribes to 'odd.*', and runs in a process of its own, which events do not reach.")]
    public async Task Context_IsAskedForEvents_IsRefusedInTheCall(string what, string message)
    {
        await using var host = await OddHost.StartAsync("UsesEvents");

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync(what));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, fault.RemoteCode);
    }

    [Fact]
    public async Task Context_IsAskedForTheTenant_KnowsWhoItIsAndNotWhatTheyMayDo()
    {
        await using var host = await OddHost.StartAsync("AsksTenant");

        Assert.Equal("nobody", await host.DoAsync("id"));
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");
        Assert.Equal("acme", await host.DoAsync("id"));
        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync("delete"));
        Assert.Contains("The plugin 'odd:odd' asks whether the tenant may 'delete' 'index', and runs in a process of its own, where nobody decides that.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, fault.RemoteCode);
    }

    [Fact]
    public async Task Class_ThatIsNotThere_IsTheReasonOfInProcess()
    {
        await using var host = await OddHost.StartAsync("OdPlugin");

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginLoadError), (host.Status.State, host.Status.Code));
        Assert.Contains("Did you mean 'OddPlugin'", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_OfTheApplicationItself_IsRefused()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDagstackPlugins(static options => options.UseMcp().Add(new PluginManifest { Id = new("odd", "code"), Runtimes = [PluginRuntimes.McpStdio], EntryPoint = new("odd", "OddPlugin") }, static _ => new InTree()));
        await using var provider = services.BuildServiceProvider();
        await provider.SetupPluginsAsync().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        var status = provider.GetRequiredService<IPluginRegistry>().Find("odd:code")!;

        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, status.Code);
        Assert.Contains("is a part of the application", status.Reason, StringComparison.Ordinal);
    }

    private sealed class InTree : IOdd
    {
        public Task<string> DoAsync(string what, string text, CancellationToken cancellationToken) => Task.FromResult(what);
    }
}
