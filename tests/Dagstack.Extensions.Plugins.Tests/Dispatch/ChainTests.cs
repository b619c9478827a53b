using Fixtures;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>chain: all in order, the output of one being the input of the next; a stop sentinel or an error ends it.</summary>
public sealed class ChainTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chain_SeveralPlugins_OutputIsTheNextInput()
    {
        await using var provider = await Stages.StartAsync("c b=1 a");
        Assert.Equal("x-b-a-c", Stages.Of(provider).Clean("x", "-"));
        Assert.Equal("x+b+a+c", await Stages.Of(provider).CleanAsync("x", "+", _cancellation));
        Assert.Equal(3, Stages.Of(provider).Step(0));
        Assert.Equal(3, await Stages.Of(provider).StepAsync(0, _cancellation));
    }

    [Fact]
    public async Task Chain_Bands_FirstThenNormalThenLastWhateverThePriority()
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            Add("low-first", 1, first: true);
            Add("high", 50);
            Add("high-last", 90, last: true);
            Add("low", 2);
            Add("high-first", 3, first: true);
            Add("low-last", 4, last: true);

            void Add(string name, int priority, bool first = false, bool last = false) =>
                o.Add(new PluginManifest { Id = new("stage", name), Priority = priority, TryFirst = first, TryLast = last }, new Stage(name));
        });
        Assert.Equal("x high-first low-first high low high-last low-last", Stages.Of(provider).Clean("x", " "));

        // Bands are for chains only.
        Assert.Equal("stage:high-last", Stages.Of(provider).Describe("x").Plugins[0].ToString());
    }

    [Fact]
    public async Task Chain_Empty_ReturnsItsInput()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.AddKind<IStage>());
        Assert.Equal("x", Stages.Of(provider).Clean("x", "-"));
        Assert.Equal("x", await Stages.Of(provider).CleanAsync("x", "-", _cancellation));
    }

    [Fact]
    public async Task Chain_StopSentinel_ResultIsWhatWentIntoThePluginThatStopped()
    {
        await using var provider = await StartAsync(new("a"), new("b") { OnStep = static _ => ChainResult.Stop<int>() }, new("c"));
        Assert.Equal(11, Stages.Of(provider).Step(10));
        Assert.Equal(11, await Stages.Of(provider).StepAsync(10, _cancellation));
    }

    [Fact]
    public async Task Chain_OneThrows_ItsExceptionReachesTheCallerAndTheChainEnds()
    {
        var thrown = new InvalidOperationException("no");
        var called = false;
        await using var provider = await StartAsync(new("a") { OnClean = _ => throw thrown }, new("b") { OnClean = _ => $"{called = true}" });
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Stages.Of(provider).Clean("x", "-")));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(async () => await Stages.Of(provider).CleanAsync("x", "-", _cancellation)));
        Assert.False(called);
    }

    [Fact]
    public async Task ChainAsync_CallerCancels_EndsBetweenPlugins()
    {
        using var caller = new CancellationTokenSource();
        var called = false;
        await using var provider = await StartAsync(
            new("a")
            {
                OnClean = text =>
                {
                    caller.Cancel();
                    return text;
                },
            },
            new("b") { OnClean = _ => $"{called = true}" });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Stages.Of(provider).CleanAsync("x", "-", caller.Token));
        Assert.False(called);
    }

    [Fact]
    public async Task Chain_UnavailablePlugins_ArePassedOver()
    {
        await using var provider = await Stages.StartAsync("a b c");
        await provider.Registry.TeardownPluginAsync(new("stage", "b"), _cancellation);
        Assert.Equal("x-a-c", Stages.Of(provider).Clean("x", "-"));
    }

    [Fact]
    public async Task Chain_ByDelegate_DoesTheSameAndRefusesHooksOfOtherClasses()
    {
        await using var provider = await Stages.StartAsync("a b");
        var stages = Stages.Of(provider);
        Assert.Equal("x-a-b", stages.Chain("x", static (stage, text) => stage.Clean(text, "-")));
        Assert.Equal(2, stages.Chain(0, static (stage, number) => stage.Step(number)));
        Assert.Equal("x-a-b", await stages.ChainAsync("x", static (stage, text, token) => stage.CleanAsync(text, "-", token), _cancellation));
        Assert.Equal("x-a-b", await stages.ChainAsync("x", static async (stage, text, token) => await stage.CleanAsync(text, "-", token), _cancellation));
        Assert.Equal(2, await stages.ChainAsync(0, static (stage, number, token) => stage.StepAsync(number, token), _cancellation));
        Assert.Throws<DispatchMismatchException>(() => stages.Chain("x", static (stage, text) => stage.Describe(text)));
        await Assert.ThrowsAsync<DispatchMismatchException>(async () => await stages.ChainAsync("x", static (stage, text, token) => Task.FromResult(stage.Handle(text)), _cancellation));
    }

    private static Task<TestProvider> StartAsync(params Stage[] stages) => TestProvider.StartAsync(o =>
    {
        for (var i = 0; i < stages.Length; i++)
        {
            o.Add(Stages.Manifest($"{(char)('a' + i)}"), stages[i]);
        }
    });
}
