using Compat;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Compatibility;

/// <summary>A contract and a plugin that were compiled once against 0.2.0, run as they are.</summary>
public sealed class OldContractTests
{
    [Fact]
    public async Task Hooks_OfEveryShape_RunInThisHost()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Discover("compat/plugin"));
        var shapes = provider.Services.GetRequiredKeyedService<IShapes>("shapes:all");
        var cancellation = TestContext.Current.CancellationToken;

        Assert.Equal(2 + 7 + 5, shapes.Sync("ab"));
        shapes.Property = 41;
        shapes.Nothing();
        Assert.Equal(42, shapes.Property);
        Assert.Equal("item 3", shapes[3]);
        await shapes.TaskAsync(cancellation);
        Assert.Equal("text", await shapes.TaskOfAsync("text", CancellationToken.None));
        await Assert.ThrowsAsync<FormatException>(() => shapes.TaskOfAsync(string.Empty, cancellation));
        await shapes.ValueTaskAsync();
        Assert.Equal(5, await shapes.ValueTaskOfAsync(5));
        Assert.Equal(6, await shapes.ValueTaskOfAsync(6, wait: true));
        Assert.Equal([0, 1, 2], await shapes.Stream(3, cancellation).ToListAsync(cancellation));
        Assert.Equal("a note", shapes.Link("a", " note").Value);
        Assert.True(shapes.Link("stop").IsStop);
        Assert.Equal("default x", shapes.Default("x"));
        Assert.Equal([42], await shapes.DefaultStream(cancellation).ToListAsync(cancellation));
        shapes.Dispose();
        Assert.Equal(42, shapes.Property);
        Assert.Equal(0, provider.Services.GetRequiredService<PluginHost>().Find(new("shapes", "all"))!.Activation!.Target.InFlight);
    }

    [Fact]
    public async Task Descriptors_CallWithoutTheInterface_GiveTheSameResults()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Discover("compat/plugin"));
        var entry = provider.Services.GetRequiredService<PluginHost>().Find(new("shapes", "all"))!;
        var hooks = entry.Contract!.Hooks.ToDictionary(static hook => hook.WireName);
        Assert.Equal(["get_property", "set_property", "get_item", "sync", "nothing", "task", "task_of", "value_task", "value_task_of", "stream", "link", "default", "default_stream"], hooks.Keys);

        var sync = hooks["sync"];
        Assert.Equal(["text", "number", "level"], sync.Parameters.Select(static parameter => parameter.WireName));
        Assert.Equal([null, 7, Level.High], sync.Parameters.Select(static parameter => parameter.DefaultValue));
        Assert.True(sync.IsIdempotent);
        Assert.Equal(DispatchClass.Capability, sync.DispatchClass);
        Assert.False(hooks["stream"].IsExposed);
        Assert.Equal(typeof(string), hooks["link"].ChainValueType);
        Assert.True(hooks["task"].AcceptsCancellation);

        var call = sync.CreateInvocation();
        call.SetArgument(0, "abc");
        call.SetArgument(1, 1);
        call.SetArgument(2, Level.Low);
        Assert.Equal(4, await call.InvokeUntypedAsync(entry.Activation!.Target.Instance));
        Assert.Equal("abc", call.GetArgument(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => call.SetArgument(3, null));
        Assert.Null(await hooks["nothing"].CreateInvocation().InvokeUntypedAsync(entry.Activation.Target.Instance));
        Assert.Equal(HookShape.Stream, hooks["stream"].Shape);
    }

    [Fact]
    public void Contract_IsNotRebuilt()
    {
        var reference = Assert.Single(typeof(IShapes).Assembly.GetReferencedAssemblies(), static name => name.Name == "Dagstack.Extensions.Plugins.Abstractions");
        Assert.Equal(new Version(0, 2, 0, 0), reference.Version);
    }
}
