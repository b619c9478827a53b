using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Tool plugins whose runtime says that they have changed while they run.</summary>
public sealed class ToolChangeTests
{
    private readonly TestRuntime _runtime = new();
    private ToolSchema[] _functions = [ToolPlugin.Function("a")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFunctionsAsync_AfterAChange_AsksAgainOnce()
    {
        var plugin = new ToolPlugin("one") { OnGetSchema = _ => new(_functions) };
        await using var provider = await StartAsync(plugin);
        Assert.Equal(["a"], await NamesAsync(provider));

        _functions = [ToolPlugin.Function("a", "{'type':'object','required':['x']}"), ToolPlugin.Function("b")];
        Assert.Equal(["a"], await NamesAsync(provider));
        _runtime.Last.Change();

        Assert.Equal("one.b {}", (await provider.Tools().CallAsync("b", cancellationToken: Token)).GetString());
        await Assert.ThrowsAsync<ToolArgumentsException>(() => provider.Tools().CallAsync("a", cancellationToken: Token).AsTask());
        Assert.Equal(["a", "b"], await NamesAsync(provider));
        Assert.Equal(2, plugin.Asked);
    }

    [Fact]
    public async Task GetFunctionsAsync_WithoutAChange_GivesTheSameList()
    {
        var plugin = new ToolPlugin("one") { OnGetSchema = _ => new(_functions) };
        await using var provider = await StartAsync(plugin);

        var first = await provider.Tools().GetFunctionsAsync(Token);

        Assert.Same(first, await provider.Tools().GetFunctionsAsync(Token));
        _runtime.Last.Change();
        var second = await provider.Tools().GetFunctionsAsync(Token);
        Assert.NotSame(first, second);
        Assert.Same(second, await provider.Tools().GetFunctionsAsync(Token));
    }

    [Fact]
    public async Task Change_WhileItIsAsked_IsAskedForOnceMore()
    {
        var (answer, isAsked) = (new TaskCompletionSource<IReadOnlyList<ToolSchema>>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        var plugin = new ToolPlugin("one")
        {
            OnGetSchema = _ => isAsked.TrySetResult() ? new(answer.Task) : new(_functions),
        };
        await using var provider = await StartAsync(plugin);
        var early = NamesAsync(provider);
        await isAsked.Task.WaitAsync(Limits.Patience, Token);

        _runtime.Last.Change();
        var late = NamesAsync(provider);
        answer.SetResult([ToolPlugin.Function("old")]);

        Assert.Equal(["old"], await early.WaitAsync(Limits.Patience, Token));
        Assert.Equal(["a"], await late.WaitAsync(Limits.Patience, Token));
        Assert.Equal(["a"], await NamesAsync(provider));
    }

    [Fact]
    public async Task Change_DuringTheSetup_IsNotLost()
    {
        var plugin = new ToolPlugin("one") { OnGetSchema = _ => new(_functions) };
        await using var provider = await StartAsync(plugin, static instance =>
        {
            instance.Change();
            return default;
        });

        Assert.Equal(["a"], await NamesAsync(provider));
        Assert.Equal(PluginState.Ready, provider.Status("tool:one").State);
    }

    [Fact]
    public async Task Change_OfAnInstanceThatWasReplaced_IsNobodys()
    {
        var plugin = new ToolPlugin("one") { OnGetSchema = _ => new(_functions) };
        await using var provider = await StartAsync(plugin);
        var old = _runtime.Last;
        await provider.Registry.ReloadAsync("tool:one", Token);
        await NamesAsync(provider);
        var asked = plugin.Asked;

        old.Change();

        Assert.Equal(["a"], await NamesAsync(provider));
        Assert.Equal(asked, plugin.Asked);
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestProvider provider) => (await provider.Tools().GetFunctionsAsync(Token)).Select(static function => function.Name);

    private Task<TestProvider> StartAsync(ToolPlugin plugin, Func<TestInstance, ValueTask>? onSetup = null)
    {
        _runtime.OnCreate = (_, _) => Task.FromResult(new TestInstance(plugin) { OnSetup = onSetup ?? (static _ => default) });
        return TestProvider.StartAsync(o => o.AllowReload().AddSource(new TestSource(static () => ["one"], kind: "tool")).AddRuntime(_ => _runtime));
    }
}
